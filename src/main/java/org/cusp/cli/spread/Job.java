package org.cusp.cli.spread;

import java.io.Serializable;
import java.util.List;

/**
 * What a cluster is to do.
 *
 * @param title for people
 * @param words of the command, without {@code --shard}
 * @param pieces those that are not done yet
 * @param maker of the bits: a process that makes other ones does no piece
 * @param threads of each process that does a piece
 */
public record Job(String title, List<String> words, List<Piece> pieces, Maker maker, int threads)
    implements Serializable {
  public Job {
    words = List.copyOf(words);
    pieces = List.copyOf(pieces);
  }

  /** The same for the processes, which are told of one piece at a time. */
  public Job withoutPieces() {
    return new Job(title, words, List.of(), maker, threads);
  }
}

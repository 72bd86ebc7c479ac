package org.cusp.cli.spread;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a piece.
 *
 * @param where the machine
 * @param refused why nothing was done, for people; empty where it was
 * @param notes lines for people
 * @param files its result by name, where the process could not put it into the piece's folder
 *     because another was at work there; empty where it lies there
 */
public record Outcome(
    Piece piece, String where, String refused, List<String> notes, Map<String, byte[]> files)
    implements Serializable {
  public Outcome {
    notes = List.copyOf(notes);
    files = Map.copyOf(files);
  }

  /** Its result lies in the folder, or is these files. */
  public static Outcome done(
      Piece piece, String where, List<String> notes, Map<String, byte[]> files) {
    return new Outcome(piece, where, "", notes, files);
  }

  /** Nobody there can do any piece. */
  public static Outcome refused(Piece piece, String where, String why) {
    return new Outcome(piece, where, why, List.of(), Map.of());
  }

  /** Why nothing was done. */
  public Optional<String> refusal() {
    return Optional.of(refused).filter(why -> !why.isEmpty());
  }
}

package org.cusp.cli.pieces;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.cusp.cli.format.Answer;
import org.cusp.cli.options.PieceOptions;
import org.cusp.cli.session.Session;
import org.cusp.cli.spread.Cluster;
import org.cusp.cli.spread.Clusters;
import org.cusp.cli.spread.Job;
import org.cusp.cli.spread.Piece;
import org.cusp.contract.InvalidInput;
import org.cusp.format.Json;

/** What {@code --plan}, {@code --shard} and {@code --on} do with the pieces of a command. */
public record InPieces(Session session, PieceOptions options) {
  private static final String OUT = "--out=";

  /**
   * Does what is asked for.
   *
   * @param out where the command's results go, for processes in other folders; empty where the
   *     command itself says
   * @return whether all pieces are there now, and the command is to join them
   */
  public boolean isWhole(Divided work, Optional<Path> out) {
    Optional<PieceOptions.Share> share = options.share();
    if (options.plan) {
      PieceList plan = work.plan();
      session.print(new Answer(plan::lines, () -> Json.text(plan), List.of()));
      return false;
    }
    if (share.isPresent()) {
      share(work, share.get());
      return false;
    }
    if (options.on != null) {
      onCluster(work, out);
    }
    return true;
  }

  private void share(Divided work, PieceOptions.Share share) {
    List<Divided.Part> own = share.of(work.parts());
    work.check();
    work.keepPlan();
    work.run(own);
    session.say(
        String.format(
            Locale.ROOT,
            "share %d of %d: %d pieces done; %s joins all",
            share.index(),
            share.count(),
            own.size(),
            work.joining()));
  }

  /** What is done may call for more. */
  private void onCluster(Divided work, Optional<Path> out) {
    Cluster cluster = Clusters.named(options.on);
    work.check();
    Set<String> tried = new HashSet<>();
    List<Piece> pieces = missing(work);
    while (!pieces.isEmpty()) {
      new OnCluster(session, cluster, options.access()).run(job(pieces, out));
      // Where no cluster answers nothing is written.
      work.keepPlan();
      // All is anew now.
      session.restart(false);
      pieces.forEach(piece -> tried.add(piece.name()));
      pieces = missing(work);
      requireNew(pieces, tried);
    }
  }

  private static void requireNew(List<Piece> pieces, Set<String> tried) {
    List<String> again = pieces.stream().map(Piece::name).filter(tried::contains).toList();
    if (!again.isEmpty()) {
      throw new InvalidInput(
          again.size() + " pieces ended without a result: " + String.join(", ", again));
    }
  }

  private static List<Piece> missing(Divided work) {
    return work.parts().stream().filter(part -> !part.isDone()).map(Divided.Part::piece).toList();
  }

  private Job job(List<Piece> pieces, Optional<Path> out) {
    Job job = session.job(pieces);
    List<String> words = new ArrayList<>(job.words());
    if (words.stream().noneMatch(word -> word.startsWith(OUT))) {
      out.ifPresent(folder -> words.add(OUT + folder.toAbsolutePath().normalize()));
    }
    return new Job(job.title(), words, pieces, job.maker(), job.threads());
  }
}

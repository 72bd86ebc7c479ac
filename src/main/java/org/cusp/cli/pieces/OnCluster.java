package org.cusp.cli.pieces;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.cusp.cli.session.Interrupts;
import org.cusp.cli.session.Session;
import org.cusp.cli.session.Terminal;
import org.cusp.cli.spread.Cluster;
import org.cusp.cli.spread.Job;
import org.cusp.cli.spread.Outcome;
import org.cusp.cli.spread.Piece;
import org.cusp.format.AtomicFiles;
import org.cusp.state.Stopped;

/** Has the pieces of a command done by a cluster, and shows how far they are. */
public record OnCluster(Session session, Cluster cluster, Cluster.Access access) {
  private static final String RESULT = ".json";

  /**
   * Returns when all are done; each is kept as soon as it is.
   *
   * @throws InvalidInput where they cannot be done there
   */
  public void run(Job job) {
    if (job.pieces().isEmpty()) {
      return;
    }
    try (Interrupts interrupts = Interrupts.listen();
        Terminal.Bar bar = session.bar(job.title(), job.pieces().size())) {
      try {
        cluster.run(job, access, new Watching(bar));
      } catch (RuntimeException e) {
        if (interrupts.requested()) {
          session.note("stopped; the same command goes on from there");
          throw new Stopped(e.getMessage());
        }
        throw e;
      }
    }
  }

  /** What comes from the cluster goes to the bar and into the folders. */
  private final class Watching implements Cluster.Watcher {
    private final Terminal.Bar bar;
    private final Set<String> said = new LinkedHashSet<>();
    private int done;

    Watching(Terminal.Bar bar) {
      this.bar = bar;
    }

    @Override
    public void done(Outcome outcome) {
      outcome.notes().forEach(this::note);
      put(outcome);
      done++;
      String what = String.format(Locale.ROOT, "%s on %s", outcome.piece().name(), outcome.where());
      bar.at((long) done, what);
    }

    @Override
    public void note(String line) {
      if (said.add(line)) {
        session.note(line);
      }
    }
  }

  /**
   * The result last: what it stands beside is there then. Another attempt's is the same. Files
   * below the folder are parts of one that is a folder itself.
   */
  private static void put(Outcome outcome) {
    Piece piece = outcome.piece();
    Path folder = Path.of(piece.folder());
    List<String> names =
        outcome.files().keySet().stream()
            .filter(name -> !isResult(name) || !Files.exists(folder.resolve(name)))
            .sorted(Comparator.comparing(OnCluster::isResult))
            .toList();
    for (String name : names) {
      AtomicFiles.write(folder.resolve(name), out -> out.write(outcome.files().get(name)));
    }
  }

  private static boolean isResult(String name) {
    return name.endsWith(RESULT) && Path.of(name).getNameCount() == 1;
  }
}

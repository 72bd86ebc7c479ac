package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.Optional;
import org.cusp.cli.session.Session;
import org.cusp.cli.session.Terminal;
import org.cusp.format.AtomicFiles;
import org.cusp.run.DrawsFile;
import org.cusp.run.LiveChains;
import org.cusp.run.Progress;
import org.cusp.state.Bookmark;

/**
 * Keeps the draws of an estimate under way in {@code unfinished-draws.npz} beside where its result
 * will be, so that a process that is killed leaves them. The file has a name of its own: nothing
 * reads it for a result, and it goes when the result is there.
 */
final class UnfinishedDraws implements Progress {
  private static final String NAME = "unfinished-draws.npz";
  private static final long LEAST_NANOS = 2_000_000_000L;

  /** Writing may take this share of the time. */
  private static final int SHARE = 20;

  private final Session session;
  private final Terminal.Bar bar;
  private final Optional<Path> file;
  private final Bookmark bookmark;
  private long next = System.nanoTime() + LEAST_NANOS;

  /**
   * Draws of an estimate.
   *
   * @param result the file of the result; null where it is not kept
   */
  UnfinishedDraws(Session session, Terminal.Bar bar, Path result, Bookmark bookmark) {
    this.bookmark = bookmark;
    this.session = session;
    this.bar = bar;
    this.file = Optional.ofNullable(result).map(path -> path.resolveSibling(NAME));
  }

  @Override
  public void at(double share, String phase, double value, double error) {
    bar.at(share, phase, value, error);
  }

  @Override
  public Bookmark bookmark() {
    return bookmark;
  }

  @Override
  public void drawn(LiveChains chains) {
    long now = System.nanoTime();
    if (file.isEmpty() || now < next || chains.isOver()) {
      return;
    }
    session.keep(() -> DrawsFile.unfinished(chains).write(file.get()));
    long after = System.nanoTime();
    next = after + Math.max(LEAST_NANOS, SHARE * (after - now));
  }

  /** The result is there. */
  void remove() {
    file.ifPresent(AtomicFiles::remove);
  }
}

package org.cusp.state;

import java.util.Locale;
import java.util.function.Function;

/**
 * The steps of some work that come one after the other, in the same order each time: each is known
 * by its number. In a process that goes on, those that were done are there and the next one is
 * taken up. To be asked by one thread.
 */
public final class Steps {
  private final Bookmark bookmark;
  private int begun;

  /** From the first on. */
  public Steps(Bookmark bookmark) {
    this.bookmark = bookmark;
  }

  /** What the next step finds, or found ({@link Bookmark#found}). */
  public <T> T next(Class<T> kind, Function<Bookmark, T> work) {
    return bookmark.found(name(), kind, work);
  }

  /**
   * Where the next step keeps its state, all of which stays: for one whose result is no record. A
   * process that goes on makes it again from that.
   */
  public Bookmark next() {
    return bookmark.in(name());
  }

  private String name() {
    return String.format(Locale.ROOT, "step %d", begun++);
  }
}

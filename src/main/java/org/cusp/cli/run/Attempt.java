package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.cusp.estimate.criteria.Unfinished;
import org.cusp.state.FileBookmark;

/**
 * What came of the work at one point, and its files.
 *
 * @param file the name of the result's; empty for none
 * @param before writes what must be in the folder when the result is
 * @param after writes what stands beside it
 * @param bookmark where its state was kept
 */
record Attempt<R>(
    Optional<R> result,
    Optional<Unfinished> unfinished,
    Optional<String> file,
    Consumer<Path> before,
    Consumer<Path> after,
    Optional<FileBookmark> bookmark) {
  private static final Consumer<Path> NOTHING = folder -> {};

  /** A result that is kept with those of other points, not in a file of its own. */
  static <R> Attempt<R> found(R result) {
    return found(result, Optional.empty());
  }

  static <R> Attempt<R> found(R result, String file) {
    return found(result, Optional.of(file));
  }

  private static <R> Attempt<R> found(R result, Optional<String> file) {
    return new Attempt<>(
        Optional.of(result), Optional.empty(), file, NOTHING, NOTHING, Optional.empty());
  }

  /** The budget ended before there was a result. */
  static <R> Attempt<R> unfinished(Unfinished known) {
    return new Attempt<>(
        Optional.empty(), Optional.of(known), Optional.empty(), NOTHING, NOTHING, Optional.empty());
  }

  Attempt<R> before(Consumer<Path> writing) {
    return new Attempt<>(result, unfinished, file, writing, after, bookmark);
  }

  Attempt<R> after(Consumer<Path> writing) {
    return new Attempt<>(result, unfinished, file, before, writing, bookmark);
  }

  /** With what was kept of it on the way, which goes when the result is there. */
  Attempt<R> keptIn(Optional<FileBookmark> where) {
    return new Attempt<>(result, unfinished, file, before, after, where);
  }
}

package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.cusp.estimate.criteria.Unfinished;

/**
 * What came of the work at one point, and its files.
 *
 * @param file the name of the result's; empty for none
 * @param before writes what must be in the folder when the result is
 * @param after writes what stands beside it
 */
record Attempt<R>(
    Optional<R> result,
    Optional<Unfinished> unfinished,
    Optional<String> file,
    Consumer<Path> before,
    Consumer<Path> after) {
  private static final Consumer<Path> NOTHING = folder -> {};

  /** A result that is kept with those of other points, not in a file of its own. */
  static <R> Attempt<R> found(R result) {
    return new Attempt<>(Optional.of(result), Optional.empty(), Optional.empty(), NOTHING, NOTHING);
  }

  static <R> Attempt<R> found(R result, String file) {
    return new Attempt<>(
        Optional.of(result), Optional.empty(), Optional.of(file), NOTHING, NOTHING);
  }

  /** The budget ended before there was a result. */
  static <R> Attempt<R> unfinished(Unfinished known) {
    return new Attempt<>(Optional.empty(), Optional.of(known), Optional.empty(), NOTHING, NOTHING);
  }

  Attempt<R> before(Consumer<Path> writing) {
    return new Attempt<>(result, unfinished, file, writing, after);
  }

  Attempt<R> after(Consumer<Path> writing) {
    return new Attempt<>(result, unfinished, file, before, writing);
  }
}

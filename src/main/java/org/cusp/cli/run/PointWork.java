package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.Optional;
import org.cusp.cli.session.Terminal;
import org.cusp.run.Target;

/**
 * What a command does at one point of its target; the {@link PointLoop} does the rest.
 *
 * @param <R> what it finds there
 */
interface PointWork<R> {
  /** What the bar says. */
  String task(Place place);

  /** Finds it, or what is known where the budget ended before. */
  Attempt<R> at(Place place, Terminal.Bar bar);

  /** Where results of a point go without {@code --out}; nowhere unless a command says so. */
  default Optional<Path> folder(Target target, Target.Point point) {
    return Optional.empty();
  }

  /** Before any work: throws if what is to be written in a folder cannot be. */
  default void tryFolder(Path folder) {}

  /** What is there already and need not be found again. */
  default Optional<R> stored(Place place) {
    return Optional.empty();
  }
}

package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.Optional;
import org.cusp.cli.session.Session;
import org.cusp.format.AtomicFiles;
import org.cusp.run.Target;

/**
 * Work whose name is that of its result and of its folder in a run: {@code
 * RUN/name/step-000100/name.json}.
 *
 * @param <R> what it finds at a point
 */
interface NamedWork<R> extends PointWork<R> {
  String name();

  @Override
  default String task(Place place) {
    return place.task(name());
  }

  @Override
  default Optional<Path> folder(Target target, Target.Point point) {
    return Place.inRun(target, name(), point);
  }

  @Override
  default void tryFolder(Path folder) {
    AtomicFiles.tryWrite(folder.resolve(name() + ".json"), Session.TRIAL_BYTES);
  }
}

package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.run.Target;

/**
 * A parameter of a target whose turn it is.
 *
 * @param w the parameter
 * @param data the fingerprint of the target's data
 * @param folder where its results go; empty for nowhere
 */
public record Place(
    Target target, Target.Point point, double[] w, String data, Optional<Path> folder) {
  /** The last point of a target, whose results go nowhere. */
  public static Place last(Target target) {
    Target.Point last = target.points().get(target.points().size() - 1);
    return new Place(target, last, last.weights().get(), "", Optional.empty());
  }

  /** Of training; null where this is no checkpoint of a run. */
  public Long step() {
    return point.step().isPresent() ? (Long) point.step().getAsLong() : null;
  }

  /** What a bar says of it. */
  String task(String otherwise) {
    return step() == null ? otherwise : "step " + step();
  }

  /** Of several points each has a folder of its own. */
  static Path folder(Path out, Target.Point point, List<Target.Point> points) {
    return points.size() == 1
        ? out
        : out.resolve(String.format(Locale.ROOT, "step-%06d", point.step().orElse(0)));
  }
}

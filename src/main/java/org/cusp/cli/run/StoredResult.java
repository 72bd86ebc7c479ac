package org.cusp.cli.run;

import java.nio.file.Path;
import org.cusp.cli.session.Session;
import org.cusp.estimate.MeasuredModel;
import org.cusp.format.Json;
import org.cusp.run.Target;

/** Results as they are stored: with what was measured, as in the JSON that is printed. */
public final class StoredResult {
  private StoredResult() {}

  /** Of one point of a target. */
  public static void write(
      Session session, Path file, Object result, Target target, Target.Point point) {
    MeasuredModel.Means means = new MeasuredModel.Means(session.kernels(), session.workers());
    MeasuredModel measured = MeasuredModel.of(target, point, point.weights().get(), means);
    Json.writeWith(file, result, MeasuredModel.FIELD, measured);
  }

  /** Of all points of a target, or of what it was derived from: the last stands for them. */
  public static void write(Session session, Path file, Object result, Target target) {
    write(session, file, result, target, target.points().get(target.points().size() - 1));
  }
}

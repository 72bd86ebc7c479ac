package org.cusp.cli.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cusp.cli.session.Session;
import org.cusp.data.DataSet;
import org.cusp.estimate.MeasuredModel;
import org.cusp.estimate.compare.ModelComparison;
import org.cusp.format.Json;
import org.cusp.run.Target;

/**
 * The line that every result of a target begins with, and the field {@code measured} of its JSON:
 * the one place where they are made.
 *
 * @param models one for each result
 */
public record Measured(List<MeasuredModel> models) {
  /** Of all points of a target on its training data; of the last alone where only that is said. */
  public static Measured of(Session session, Target target) {
    List<MeasuredModel> models = new ArrayList<>();
    if (!session.json()) {
      return ofLast(session, target);
    }
    target.points().forEach(point -> models.add(model(session, target, point, target.train())));
    return new Measured(models);
  }

  /** Of the last point of a target on its training data. */
  public static Measured ofLast(Session session, Target target) {
    return ofLast(session, target, target.train());
  }

  /** Of the last point of a target. */
  public static Measured ofLast(Session session, Target target, DataSet data) {
    return new Measured(List.of(model(session, target, Place.last(target).point(), data)));
  }

  private static MeasuredModel model(
      Session session, Target target, Target.Point point, DataSet data) {
    String at = point.step().isPresent() ? "step " + point.step().getAsLong() : point.name();
    return MeasuredModel.of(target, at, point.weights().get(), data, means(session));
  }

  /** Of a side of a comparison, on the data that come first there. */
  public static Measured of(Session session, ModelComparison.Model side, ModelComparison.On on) {
    Target target = side.target();
    DataSet data =
        on == ModelComparison.On.TEST ? target.test().orElse(target.train()) : target.train();
    return new Measured(
        List.of(MeasuredModel.of(target, side.side().point(), side.w(), data, means(session))));
  }

  private static MeasuredModel.Means means(Session session) {
    return new MeasuredModel.Means(session.kernels(), session.workers());
  }

  /**
   * The line, and what is doubtful, before the next that is said; of several parameters the last.
   */
  public Measured said(Session session) {
    return said(session, "");
  }

  /** The line after a word of what it is about. */
  public Measured said(Session session, String about) {
    MeasuredModel last = models.get(models.size() - 1);
    session.begin(about + last.line());
    if (!last.datum().isEmpty()) {
      session.begin(last.datum());
    }
    last.cautions().forEach(caution -> session.begin("caution: " + caution));
    return this;
  }

  /** The text of a document with what was measured. */
  public String json(Object document) {
    return Json.textWith(document, MeasuredModel.FIELD, models.get(models.size() - 1));
  }

  /** The text of a document with what was measured in each of its results. */
  public String jsonOfEach(Object document, int results) {
    return results == models.size()
        ? Json.textWithEach(document, "results", MeasuredModel.FIELD, models)
        : json(document);
  }

  /** The text of a comparison with what was measured on either side. */
  public static String json(Object document, Measured a, Measured b) {
    return Json.textWith(
        document, MeasuredModel.FIELD, Map.of("a", a.models.get(0), "b", b.models.get(0)));
  }
}

package org.cusp.report.figures;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.cusp.diagnostics.WideInterval;
import org.cusp.estimate.EstimateAt;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.Panel;
import org.cusp.report.plot.PointSeries;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;
import org.cusp.train.TrajectoryRow;
import org.cusp.verdict.Verdict;

/** The LLC of the checkpoints along training, above the loss. */
public final class LlcFigure {
  public static final String LLC_TITLE = "LLC (dimensionless)";

  private LlcFigure() {}

  public static Figure of(List<EstimateAt> points, List<TrajectoryRow> losses) {
    return of(points, losses, LossStages.NONE);
  }

  public static Figure of(List<EstimateAt> points, List<TrajectoryRow> losses, LossStages stages) {
    Axis steps =
        Axis.ofSteps(
            Stream.concat(
                    points.stream().map(EstimateAt::step), losses.stream().map(TrajectoryRow::step))
                .mapToDouble(Long::doubleValue)
                .toArray());
    List<Panel> panels = new ArrayList<>();
    panels.add(llcPanel(points, steps, stages));
    if (losses.stream().anyMatch(p -> Double.isFinite(p.loss()))) {
      panels.add(LossFigure.lossPanel(losses, steps, 190, stages));
    }
    return new Figure(
        "llc",
        "Local learning coefficient along training",
        caption(points) + stages.caption(),
        alt(points),
        panels);
  }

  private static Panel llcPanel(List<EstimateAt> points, Axis steps, LossStages stages) {
    Axis axis = axis(points);
    List<EstimateAt> shown = points.stream().filter(p -> !isBeyond(p, axis)).toList();
    List<EstimateAt> beyond = points.stream().filter(p -> isBeyond(p, axis)).toList();
    List<Layer> layers = new ArrayList<>(stages.layers());
    List<Panel.Key> keys = new ArrayList<>();
    layers.add(new Layer.Level(0, Theme.RULE, Theme.solid(1.2f)));
    layers.add(
        Layer.through(
            steps(shown),
            values(shown),
            Theme.mixed(Theme.BLUE, Theme.PAPER, 0.55),
            Theme.solid(1.2f)));
    addStatus(shown, Verdict.Status.REJECTED, "rejected: not an estimate", layers, keys);
    addStatus(shown, Verdict.Status.DOUBTFUL, "doubtful", layers, keys);
    addStatus(shown, Verdict.Status.TRUSTED, "trusted", layers, keys);
    Collections.reverse(keys);
    if (!beyond.isEmpty()) {
      Layer arrows =
          new Layer.Beyond(steps(beyond), values(beyond), colour(Verdict.Status.REJECTED));
      layers.add(arrows);
      keys.add(Panel.Key.of("rejected, beyond the axis: its value", arrows));
    }
    return new Panel(300, steps, axis, layers, keys);
  }

  private static boolean isBeyond(EstimateAt point, Axis axis) {
    double place = axis.fraction(point.value());
    return place < 0 || place > 1;
  }

  private static void addStatus(
      List<EstimateAt> all,
      Verdict.Status status,
      String label,
      List<Layer> layers,
      List<Panel.Key> keys) {
    List<EstimateAt> points = all.stream().filter(p -> has(p, status)).toList();
    if (points.isEmpty()) {
      return;
    }
    Layer bars = bars(points, colour(status));
    Layer marks = new Layer.Marks(steps(points), values(points), glyph(status), colour(status));
    layers.add(bars);
    layers.add(marks);
    keys.add(Panel.Key.of(label, bars, marks));
  }

  /** From end to end of the intervals, which need not have the value in their middle. */
  private static Layer bars(List<EstimateAt> points, Color colour) {
    double[] middle = points.stream().mapToDouble(p -> (low(p) + high(p)) / 2).toArray();
    double[] half = points.stream().mapToDouble(p -> (high(p) - low(p)) / 2).toArray();
    return new Layer.Bars(steps(points), middle, half, colour);
  }

  private static double low(EstimateAt point) {
    return point
        .interval()
        .map(WideInterval::low)
        .orElseGet(() -> point.value() - PointSeries.NORMAL_95 * point.se());
  }

  private static double high(EstimateAt point) {
    return point
        .interval()
        .map(WideInterval::high)
        .orElseGet(() -> point.value() + PointSeries.NORMAL_95 * point.se());
  }

  static Glyph glyph(Verdict.Status status) {
    return switch (status) {
      case TRUSTED -> Glyph.DOT;
      case DOUBTFUL -> Glyph.RING;
      case REJECTED -> Glyph.CROSS;
    };
  }

  static Color colour(Verdict.Status status) {
    return switch (status) {
      case TRUSTED -> Theme.BLUE;
      case DOUBTFUL -> Theme.mixed(Theme.ORANGE, Color.BLACK, 0.15);
      case REJECTED -> Theme.VERMILION;
    };
  }

  /**
   * Holds all that was not rejected, and the rejected values that are not far from it: how far off
   * a rejected value is must not decide how well the estimates can be read.
   */
  private static Axis axis(List<EstimateAt> points) {
    List<EstimateAt> accepted =
        points.stream()
            .filter(p -> !has(p, Verdict.Status.REJECTED) && Double.isFinite(p.value()))
            .toList();
    if (accepted.isEmpty()) {
      double[] all = values(points);
      return holding(all, Arrays.stream(all));
    }
    double[] values = values(accepted);
    Axis core = holding(values, ends(accepted));
    List<EstimateAt> near = points.stream().filter(p -> isNear(p, core)).toList();
    return holding(values(near), DoubleStream.concat(ends(accepted), ends(near)));
  }

  private static Axis holding(double[] values, DoubleStream ends) {
    Scale scale = Axis.signed(values, Axis.size(values, 0.5));
    return Axis.holding(LLC_TITLE, scale, DoubleStream.concat(ends, DoubleStream.of(0)));
  }

  private static boolean isNear(EstimateAt point, Axis core) {
    double[] ends = ends(point).toArray();
    return core.fraction(ends[0]) > -1 && core.fraction(ends[1]) < 2;
  }

  /** The ends of the error bars, and the values where there are none. */
  private static DoubleStream ends(List<EstimateAt> points) {
    return points.stream().flatMapToDouble(LlcFigure::ends);
  }

  private static DoubleStream ends(EstimateAt point) {
    return point
        .interval()
        .map(wide -> DoubleStream.of(wide.low(), wide.high()))
        .orElseGet(() -> PointSeries.ends(point.value(), point.se()));
  }

  private static double[] values(List<EstimateAt> points) {
    return points.stream().mapToDouble(EstimateAt::value).toArray();
  }

  private static double[] steps(List<EstimateAt> points) {
    return points.stream().mapToDouble(EstimateAt::step).toArray();
  }

  private static String caption(List<EstimateAt> points) {
    StringBuilder caption =
        new StringBuilder(
            "The LLC measures how fast the volume of the weights that are as good as the checkpoint"
                + " shrinks with the tolerance. It is half the number of parameters for a regular"
                + " model, and the smaller the more degenerate the solution."
                + " Bars are 95% intervals (± 1.96 standard errors).");
    if (has(points, Verdict.Status.DOUBTFUL)) {
      caption.append(" Rings are doubtful: read them with the reasons in the table.");
    }
    if (points.stream().anyMatch(p -> p.interval().isPresent())) {
      caption.append(" Their bars include what has not mixed.");
    }
    if (has(points, Verdict.Status.REJECTED)) {
      caption.append(
          " Crosses were rejected by their own diagnostics and are no estimates of the LLC.");
    }
    Axis axis = axis(points);
    if (points.stream().anyMatch(p -> isBeyond(p, axis))) {
      caption.append(" Arrows are rejected values too far off to be drawn.");
    }
    if (points.stream().anyMatch(p -> p.value() < 0)) {
      caption.append(
          " A negative value says that the chains found weights of lower loss: the checkpoint is"
              + " not a local minimum, and its LLC is not defined.");
    }
    if (points.stream().anyMatch(p -> !Double.isFinite(p.value()))) {
      caption.append(" Checkpoints without a finite value are left out; the table names them.");
    }
    return caption.append(axis.note()).toString();
  }

  private static boolean has(List<EstimateAt> points, Verdict.Status status) {
    return points.stream().anyMatch(p -> has(p, status));
  }

  private static boolean has(EstimateAt point, Verdict.Status status) {
    return point.status() == status;
  }

  private static String alt(List<EstimateAt> points) {
    EstimateAt last = points.get(points.size() - 1);
    return String.format(
        Locale.ROOT,
        "Plot with error bars: the LLC at %s checkpoints; at step %s it is %s (%s).",
        Numbers.integer(points.size()),
        Numbers.integer(last.step()),
        Numbers.plusMinus(last.value(), last.se()),
        last.status().label());
  }
}

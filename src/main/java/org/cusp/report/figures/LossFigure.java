package org.cusp.report.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Decimate;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.Panel;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;
import org.cusp.train.TrajectoryRow;

/** The training trajectory: loss on training and held-out data, and accuracy where there is one. */
public final class LossFigure {
  static final String LOSS_TITLE = "loss (nats per datum)";

  private static final int COLUMNS = 600;
  private static final int FEW_POINTS = 60;

  /** Marks nearer than this fraction of the axis to the last would cover each other. */
  private static final double MARK_DISTANCE = 0.025;

  private LossFigure() {}

  public static Figure of(List<TrajectoryRow> points) {
    return of(points, LossStages.NONE);
  }

  public static Figure of(List<TrajectoryRow> points, LossStages stages) {
    Axis steps = Axis.ofSteps(points.stream().mapToDouble(TrajectoryRow::step).toArray());
    boolean accuracy = points.stream().anyMatch(p -> p.testAccuracy().isPresent());
    List<Panel> panels = new ArrayList<>();
    panels.add(lossPanel(points, steps, 300, stages));
    if (accuracy) {
      panels.add(accuracyPanel(points, steps));
    }
    return new Figure(
        "loss", "Loss along training", caption(points) + stages.caption(), alt(points), panels);
  }

  /** The losses against the step; logarithmic where every finite loss is positive. */
  static Panel lossPanel(List<TrajectoryRow> points, Axis steps, int height, LossStages stages) {
    double[] train = column(points, point -> point.loss() - stages.floor());
    double[] test = column(points, point -> testLoss(point) - stages.floor());
    double[] all = DoubleStream.concat(Arrays.stream(train), Arrays.stream(test)).toArray();
    Axis losses = stages.withRoom(Axis.holding(stages.title(), scale(all), Arrays.stream(all)));
    double[] step = column(points, TrajectoryRow::step);
    List<Layer> layers = new ArrayList<>(stages.layers());
    List<Panel.Key> keys = new ArrayList<>();
    curve("training loss", step, train, steps, Glyph.DOT, layers, keys);
    curve("held-out loss", step, test, steps, Glyph.SQUARE, layers, keys);
    keys.addAll(stages.keys());
    layers.addAll(stages.labels(steps, losses));
    return new Panel(height, steps, losses, layers, keys);
  }

  private static Scale scale(double[] losses) {
    boolean positive = Arrays.stream(losses).filter(Double::isFinite).allMatch(v -> v > 0);
    return positive ? new Scale.Log() : new Scale.Linear();
  }

  private static Panel accuracyPanel(List<TrajectoryRow> points, Axis steps) {
    double[] step = column(points, TrajectoryRow::step);
    double[] percent = column(points, p -> 100 * testAccuracy(p));
    double least = Arrays.stream(percent).filter(Double::isFinite).min().orElse(0);
    double low = least > 90 ? 90 : least > 50 ? 50 : 0;
    List<Layer> layers = new ArrayList<>();
    curve("held-out accuracy", step, percent, steps, Glyph.SQUARE, layers, new ArrayList<>());
    Axis axis = new Axis("held-out accuracy (%)", new Scale.Linear(), low, 100 + (100 - low) / 25);
    return new Panel(150, steps, axis, layers, List.of());
  }

  private static void curve(
      String name,
      double[] step,
      double[] height,
      Axis steps,
      Glyph glyph,
      List<Layer> layers,
      List<Panel.Key> keys) {
    int[] finite = finite(height);
    if (finite.length == 0) {
      return;
    }
    double[] x = Decimate.pick(step, finite);
    double[] y = Decimate.pick(height, finite);
    double[] place = Arrays.stream(x).map(steps::fraction).toArray();
    int[] kept = Decimate.columns(place, y, COLUMNS);
    double[] keptX = Decimate.pick(x, kept);
    double[] keptY = Decimate.pick(y, kept);
    boolean train = glyph == Glyph.DOT;
    float width = kept.length <= FEW_POINTS ? Theme.LINE_WIDTH : Theme.DENSE_LINE_WIDTH;
    Layer line =
        new Layer.Line(
            keptX,
            keptY,
            train ? Theme.BLUE : Theme.VERMILION,
            train ? Theme.solid(width) : Theme.dashed(width));
    layers.add(line);
    if (kept.length <= FEW_POINTS) {
      int[] marked = Decimate.spaced(place, MARK_DISTANCE);
      Layer marks =
          new Layer.Marks(
              Decimate.pick(x, marked),
              Decimate.pick(y, marked),
              glyph,
              train ? Theme.BLUE : Theme.VERMILION);
      layers.add(marks);
      keys.add(Panel.Key.of(name, line, marks));
    } else {
      keys.add(Panel.Key.of(name, line));
    }
  }

  private static int[] finite(double[] values) {
    return IntStream.range(0, values.length).filter(i -> Double.isFinite(values[i])).toArray();
  }

  private static double[] column(
      List<TrajectoryRow> points, ToDoubleFunction<TrajectoryRow> value) {
    return points.stream().mapToDouble(value).toArray();
  }

  private static String caption(List<TrajectoryRow> points) {
    String caption =
        "Mean negative log-likelihood per datum against the training step (position: log(step + 1),"
            + " so that step 0 has a place).";
    boolean test = points.stream().anyMatch(p -> Double.isFinite(testLoss(p)));
    caption +=
        test
            ? " Where the held-out curve (dashed, squares) turns up while the training curve falls,"
                + " the network overfits."
            : " There was no held-out evaluation.";
    TrajectoryRow best = best(points);
    return best == null
        ? caption
        : caption
            + String.format(
                Locale.ROOT,
                " The best held-out accuracy, %s, is at step %s.",
                Numbers.percent(testAccuracy(best)),
                Numbers.integer(best.step()));
  }

  private static String alt(List<TrajectoryRow> points) {
    double[] finite =
        points.stream().mapToDouble(TrajectoryRow::loss).filter(Double::isFinite).toArray();
    if (finite.length == 0) {
      return "No finite loss was recorded.";
    }
    return String.format(
        Locale.ROOT,
        "Line plot: the training loss goes from %s to %s nats per datum in %s steps.",
        Numbers.measured(finite[0]),
        Numbers.measured(finite[finite.length - 1]),
        Numbers.integer(points.get(points.size() - 1).step()));
  }

  /** The point of the best held-out accuracy, the first of several; null without accuracy. */
  public static TrajectoryRow best(List<TrajectoryRow> points) {
    TrajectoryRow best = null;
    for (TrajectoryRow point : points) {
      boolean finite = Double.isFinite(testAccuracy(point));
      if (finite && (best == null || testAccuracy(point) > testAccuracy(best))) {
        best = point;
      }
    }
    return best;
  }

  /** NaN between evaluations. */
  public static double testLoss(TrajectoryRow row) {
    return row.testLoss().orElse(Double.NaN);
  }

  /** NaN between evaluations and without classes. */
  public static double testAccuracy(TrajectoryRow row) {
    return row.testAccuracy().orElse(Double.NaN);
  }
}

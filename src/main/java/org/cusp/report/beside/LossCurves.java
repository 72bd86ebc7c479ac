package org.cusp.report.beside;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.cusp.report.figures.LossFigure;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Decimate;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;
import org.cusp.train.TrajectoryRow;

/** Losses of several runs along training, on the same axes. */
final class LossCurves {
  private static final int HEIGHT = 320;
  private static final int COLUMNS = 600;

  private record Curve(String label, double[] x, double[] y, BasicStroke stroke, int run) {}

  private final List<Curve> curves = new ArrayList<>();
  private int runs;

  void add(String name, List<TrajectoryRow> losses) {
    curve(name + ", training", losses, TrajectoryRow::loss, Theme.solid(Theme.DENSE_LINE_WIDTH));
    curve(name + ", held out", losses, LossFigure::testLoss, Theme.dashed(Theme.LINE_WIDTH));
    runs++;
  }

  private void curve(
      String label,
      List<TrajectoryRow> losses,
      ToDoubleFunction<TrajectoryRow> loss,
      BasicStroke stroke) {
    List<TrajectoryRow> some =
        losses.stream()
            .filter(row -> Double.isFinite(loss.applyAsDouble(row)))
            .filter(row -> loss.applyAsDouble(row) > 0)
            .toList();
    if (!some.isEmpty()) {
      double[] x = some.stream().mapToDouble(TrajectoryRow::step).toArray();
      curves.add(new Curve(label, x, some.stream().mapToDouble(loss).toArray(), stroke, runs));
    }
  }

  /** Nothing where there are no positive losses. */
  List<Figure> figure() {
    if (curves.isEmpty()) {
      return List.of();
    }
    Axis steps =
        Axis.ofSteps(curves.stream().flatMapToDouble(it -> DoubleStream.of(it.x())).toArray());
    Axis losses =
        Axis.holding(
            "loss (nats per datum)",
            new Scale.Log(),
            curves.stream().flatMapToDouble(it -> DoubleStream.of(it.y())));
    Drawing drawing = new Drawing();
    for (Curve curve : curves) {
      Color colour = Theme.series(curve.run());
      double[] places = DoubleStream.of(curve.x()).map(steps::fraction).toArray();
      int[] kept = Decimate.columns(places, curve.y(), COLUMNS);
      drawing.add(
          curve.label(),
          new Layer.Line(
              Decimate.pick(curve.x(), kept),
              Decimate.pick(curve.y(), kept),
              colour,
              curve.stroke()));
    }
    return List.of(
        new Figure(
            "loss",
            "Losses of both runs along training",
            "A colour for each run; dashed: on held-out data.",
            "Losses of " + runs + " runs along training.",
            List.of(drawing.panel(HEIGHT, steps, losses))));
  }
}

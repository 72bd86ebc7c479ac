package org.cusp.report.figures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.cusp.diagnostics.Estimate;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.PointSeries;
import org.cusp.report.plot.Theme;

/** Estimates of things that have names, along training, with their 95% intervals. */
public final class Along {
  private static final int HEIGHT = 340;

  /** More cannot be told apart by colour and glyph. */
  private static final int MOST = 14;

  private record At(double step, Estimate estimate) {}

  private final Map<String, List<At>> curves = new LinkedHashMap<>();

  public void add(String name, long step, Estimate estimate) {
    if (estimate != null) {
      curves.computeIfAbsent(name, key -> new ArrayList<>()).add(new At(step, estimate));
    }
  }

  /** Nothing where there is nothing. */
  public List<Figure> figure(String id, String title, String up) {
    if (curves.isEmpty()) {
      return List.of();
    }
    List<PointSeries> series = new ArrayList<>();
    curves.entrySet().stream().limit(MOST).forEach(it -> series.add(series(it, series.size())));
    Axis steps =
        Axis.ofSteps(series.stream().flatMapToDouble(it -> DoubleStream.of(it.x())).toArray());
    double[] all = series.stream().flatMapToDouble(it -> DoubleStream.of(it.y())).toArray();
    Axis vertical =
        Axis.holding(
            up,
            Axis.signed(all, Axis.size(all, 0.5)),
            DoubleStream.concat(
                DoubleStream.of(0), series.stream().flatMapToDouble(PointSeries::ends)));
    Drawing drawing = new Drawing();
    drawing.add(new Layer.Level(0, Theme.RULE, Theme.solid(1f)));
    for (PointSeries one : series) {
      drawing.add(
          one.label(),
          Layer.through(
              one.x(), one.y(), Theme.mixed(one.colour(), Theme.PAPER, 0.4), Theme.solid(1.2f)),
          one.bars(),
          one.marks());
    }
    String left =
        curves.size() > MOST
            ? " The first " + MOST + " of " + curves.size() + " are drawn; the tables have all."
            : "";
    return List.of(
        new Figure(
            id,
            title,
            "Bars are 95% intervals (± 1.96 standard errors)." + left + vertical.note(),
            title + ", of " + curves.size() + ".",
            List.of(drawing.panel(HEIGHT, steps, vertical))));
  }

  private static PointSeries series(Map.Entry<String, List<At>> curve, int number) {
    List<At> points = curve.getValue();
    return new PointSeries(
        curve.getKey(),
        points.stream().mapToDouble(At::step).toArray(),
        points.stream().mapToDouble(it -> it.estimate().value()).toArray(),
        points.stream().mapToDouble(it -> it.estimate().se()).toArray(),
        Glyph.series(number),
        Theme.series(number));
  }
}

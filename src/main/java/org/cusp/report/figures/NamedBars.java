package org.cusp.report.figures;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.cusp.diagnostics.Estimate;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.PointSeries;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;

/** Estimates of things that have names, beside each other, with their 95% intervals. */
public final class NamedBars {
  private static final int HEIGHT = 300;

  private final List<String> names;
  private final List<PointSeries> series = new ArrayList<>();

  public NamedBars(List<String> names) {
    this.names = names;
  }

  /**
   * One estimate of each name; null where there is none.
   *
   * @param beside the middle of the name, in widths of it
   */
  public void add(
      String label, List<Estimate> estimates, Glyph glyph, Color colour, double beside) {
    if (estimates.stream().allMatch(Objects::isNull)) {
      return;
    }
    series.add(
        new PointSeries(
            label,
            IntStream.range(0, names.size()).mapToDouble(i -> i + 0.5 + beside).toArray(),
            estimates.stream().mapToDouble(it -> it == null ? Double.NaN : it.value()).toArray(),
            estimates.stream().mapToDouble(it -> it == null ? Double.NaN : it.se()).toArray(),
            glyph,
            colour));
  }

  public Figure figure(String id, String title, String across, String up, String caption) {
    double[] all = series.stream().flatMapToDouble(it -> DoubleStream.of(it.y())).toArray();
    Axis vertical =
        Axis.holding(
            up,
            Axis.signed(all, Axis.size(all, 0.5)),
            DoubleStream.concat(
                DoubleStream.of(0), series.stream().flatMapToDouble(PointSeries::ends)));
    Drawing drawing = new Drawing();
    drawing.add(new Layer.Level(0, Theme.RULE, Theme.solid(1f)));
    series.forEach(drawing::add);
    return new Figure(
        id,
        title,
        caption + vertical.note(),
        title + ", of " + names.size() + ".",
        List.of(
            drawing.panel(
                HEIGHT, new Axis(across, new Scale.Names(names), 0, names.size()), vertical)));
  }
}

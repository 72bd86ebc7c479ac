package org.cusp.report.figures;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.cusp.paper.reproduction.Chart;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Panel;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;

/** A chart of a reproduction, drawn. */
public final class ChartFigure {
  private static final int HEIGHT = 380;

  private ChartFigure() {}

  /** The figure. */
  public static Figure of(Chart chart) {
    List<Layer> layers = new ArrayList<>();
    List<Panel.Key> keys = new ArrayList<>();
    int hue = 0;
    for (Chart.Series series : chart.series()) {
      boolean exact = series.style() == Chart.Style.EXACT;
      Color colour = exact ? Theme.INK : Theme.series(hue);
      Glyph glyph = Glyph.series(hue);
      hue += exact ? 0 : 1;
      List<Layer> some = layers(finite(series), glyph, colour);
      layers.addAll(some);
      keys.add(new Panel.Key(series.label(), some));
    }
    Axis x = axis(chart.x(), chart.series().stream().flatMapToDouble(s -> Arrays.stream(s.x())));
    Axis y = axis(chart.y(), chart.series().stream().flatMapToDouble(ChartFigure::heights));
    return new Figure(
        chart.id(),
        chart.title(),
        chart.caption(),
        chart.alt(),
        List.of(new Panel(HEIGHT, x, y, layers, keys)));
  }

  private static Axis axis(Chart.Axis axis, DoubleStream values) {
    Scale scale =
        switch (axis.scale()) {
          case LINEAR -> new Scale.Linear();
          case LOG -> new Scale.Log();
        };
    return Axis.holding(axis.title(), scale, values);
  }

  private static DoubleStream heights(Chart.Series series) {
    return series.half().length == 0
        ? Arrays.stream(series.y())
        : IntStream.range(0, series.y().length)
            .boxed()
            .flatMapToDouble(
                i ->
                    DoubleStream.of(
                        series.y()[i],
                        series.y()[i] - series.half()[i],
                        series.y()[i] + series.half()[i]));
  }

  private static Chart.Series finite(Chart.Series series) {
    int[] kept =
        IntStream.range(0, series.x().length)
            .filter(i -> Double.isFinite(series.x()[i]) && Double.isFinite(series.y()[i]))
            .toArray();
    return new Chart.Series(
        series.label(),
        series.style(),
        chosen(series.x(), kept),
        chosen(series.y(), kept),
        series.half().length == 0 ? series.half() : chosen(series.half(), kept));
  }

  private static double[] chosen(double[] values, int[] kept) {
    return Arrays.stream(kept).mapToDouble(i -> values[i]).toArray();
  }

  private static List<Layer> layers(Chart.Series series, Glyph glyph, Color colour) {
    List<Layer> layers = new ArrayList<>();
    if (series.half().length > 0) {
      layers.add(new Layer.Bars(series.x(), series.y(), series.half(), colour));
    }
    switch (series.style()) {
      case MARKS -> layers.add(new Layer.Marks(series.x(), series.y(), glyph, colour));
      case JOINED -> {
        layers.add(line(series, colour, Theme.solid(Theme.DENSE_LINE_WIDTH)));
        layers.add(new Layer.Marks(series.x(), series.y(), glyph, colour));
      }
      case EXACT -> layers.add(line(series, colour, Theme.solid(Theme.DENSE_LINE_WIDTH)));
      case SOURCE -> layers.add(line(series, colour, Theme.dashed(Theme.LINE_WIDTH)));
    }
    return layers;
  }

  private static Layer line(Chart.Series series, Color colour, java.awt.BasicStroke stroke) {
    return new Layer.Line(series.x(), series.y(), colour, stroke);
  }
}

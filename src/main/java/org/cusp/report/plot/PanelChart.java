package org.cusp.report.plot;

import java.util.function.Function;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;

/** A panel as an XChart. */
final class PanelChart {
  private PanelChart() {}

  static XYChart of(Panel panel, String title, boolean isLast) {
    XYChart chart = new XYChart(Theme.WIDTH, Frame.height(panel.height(), title, isLast));
    Frame.style(chart, title, isLast ? panel.x().title() : "", panel.y().title());
    chart.getStyler().setMarkerSize(Theme.MARKER_SIZE);
    PlottedAxis x = PlottedAxis.of(panel.x());
    PlottedAxis y = PlottedAxis.of(panel.y());
    Plot plot = new Plot(chart, x, y);
    axes(chart, x, y);
    grid(plot, y);
    panel.layers().forEach(layer -> layer.plot(plot));
    if (x.kind() == PlottedAxis.Kind.PLACED) {
      plot.over(new PlacedTicks(x, true));
    }
    if (y.kind() == PlottedAxis.Kind.PLACED) {
      plot.over(new PlacedTicks(y, false));
    }
    return chart;
  }

  private static void axes(XYChart chart, PlottedAxis x, PlottedAxis y) {
    XYStyler styler = chart.getStyler();
    styler.setXAxisMin(x.low()).setXAxisMax(x.high());
    styler.setYAxisMin(y.low()).setYAxisMax(y.high());
    styler.setXAxisLogarithmic(x.kind() == PlottedAxis.Kind.LOGARITHMIC);
    styler.setYAxisLogarithmic(y.kind() == PlottedAxis.Kind.LOGARITHMIC);
    styler.setXAxisLogarithmicDecadeOnly(false).setYAxisLogarithmicDecadeOnly(false);
    Function<Double, String> labelX = x::label;
    Function<Double, String> labelY = y::label;
    styler.setXAxisTickLabelsFormattingFunction(labelX);
    styler.setYAxisTickLabelsFormattingFunction(labelY);
    // Invisible ticks keep the room for those that are placed.
    if (x.kind() == PlottedAxis.Kind.PLACED) {
      styler.setXAxisTickLabelsColor(Theme.NOTHING).setXAxisTickMarksColor(Theme.NOTHING);
    }
    if (y.kind() == PlottedAxis.Kind.PLACED) {
      styler.setYAxisTickLabelsColor(Theme.NOTHING).setYAxisTickMarksColor(Theme.NOTHING);
    }
    // XChart puts ticks at the data where these are evenly spaced, also those of disabled series.
    chart
        .addSeries(
            "unevenly spaced",
            new double[] {x.low(), x.at(0.1), x.at(0.7)},
            new double[] {y.low(), y.at(0.1), y.at(0.7)})
        .setEnabled(false);
  }

  /** XChart draws a line at every tick; those without a label need none. */
  private static void grid(Plot plot, PlottedAxis y) {
    if (y.kind() != PlottedAxis.Kind.LINEAR) {
      plot.withoutGrid();
      y.ticks().stream()
          .filter(tick -> !tick.label().isEmpty())
          .forEach(tick -> plot.level(tick.value(), Theme.GRID, Theme.solid(1f)));
    }
  }
}

package org.cusp.report.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.internal.chartpart.DrawnTicks;
import org.knowm.xchart.internal.chartpart.IChart;

/** What a figure shows, asked of its parts and of the charts that XChart has painted. */
public final class Shown {
  private Shown() {}

  /** Every text of the image: titles, legends, ticks and words. */
  public static List<String> texts(Figure figure) {
    List<String> texts = new ArrayList<>(List.of(figure.title()));
    List<? extends IChart> charts = painted(figure);
    for (int i = 0; i < charts.size(); i++) {
      Part part = figure.parts().get(i);
      part.keys().forEach(key -> texts.add(key.label()));
      AxesChart<?, ?> chart = (AxesChart<?, ?>) charts.get(i);
      texts.addAll(List.of(chart.getXAxisTitle(), chart.getYAxisTitle()));
      texts.addAll(
          part instanceof Panel panel ? panelTexts(panel, chart) : cellTexts((HeatMap) part));
    }
    return texts;
  }

  /** Places of the marks of a colour in the first panel, in pixels of the image. */
  public static List<double[]> marks(Figure figure, Glyph glyph, Color colour) {
    XYChart chart = first(figure);
    Panel panel = (Panel) figure.parts().get(0);
    PlottedAxis x = PlottedAxis.of(panel.x());
    PlottedAxis y = PlottedAxis.of(panel.y());
    return panel.layers().stream()
        .filter(Layer.Marks.class::isInstance)
        .map(Layer.Marks.class::cast)
        .filter(marks -> marks.glyph() == glyph && marks.colour().equals(colour))
        .flatMap(
            marks ->
                IntStream.range(0, marks.x().length)
                    .mapToObj(i -> new double[] {x.of(marks.x()[i]), y.of(marks.y()[i])}))
        .filter(at -> Double.isFinite(at[0]) && Double.isFinite(at[1]))
        .filter(at -> holds(chart, at))
        .map(
            at -> new double[] {chart.getScreenXFromChart(at[0]), chart.getScreenYFromChart(at[1])})
        .toList();
  }

  /** How many pixels the error bars of the first panel span. */
  public static double[] bars(Figure figure) {
    XYChart chart = first(figure);
    return chart.getSeriesCollection().stream()
        .filter(series -> series.getExtraValues() != null)
        .flatMapToDouble(
            series ->
                IntStream.range(0, series.getYData().length)
                    .mapToDouble(i -> span(chart, series, i)))
        .toArray();
  }

  /** Whether XChart has a series with a mark at this place. */
  private static boolean holds(XYChart chart, double[] at) {
    return chart.getSeriesCollection().stream()
        .anyMatch(
            series ->
                IntStream.range(0, series.getXData().length)
                    .anyMatch(i -> series.getXData()[i] == at[0] && series.getYData()[i] == at[1]));
  }

  private static double span(XYChart chart, XYSeries series, int i) {
    double middle = series.getYData()[i];
    double half = series.getExtraValues()[i];
    return chart.getScreenYFromChart(middle - half) - chart.getScreenYFromChart(middle + half);
  }

  private static XYChart first(Figure figure) {
    return (XYChart) painted(figure).get(0);
  }

  private static List<? extends IChart> painted(Figure figure) {
    FigureImage image = FigureImage.of(figure.title(), figure.parts());
    Graphics2D canvas =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB)
            .createGraphics();
    image.paint(canvas, image.getWidth(), image.getHeight());
    canvas.dispose();
    return image.charts();
  }

  private static List<String> panelTexts(Panel panel, AxesChart<?, ?> chart) {
    List<String> texts = new ArrayList<>(DrawnTicks.labels(chart));
    for (Axis axis : List.of(panel.x(), panel.y())) {
      PlottedAxis plotted = PlottedAxis.of(axis);
      if (plotted.kind() == PlottedAxis.Kind.PLACED) {
        plotted.ticks().forEach(tick -> texts.add(tick.label()));
      }
    }
    for (Layer layer : panel.layers()) {
      if (layer instanceof Layer.Words words) {
        texts.add(words.text());
      } else if (layer instanceof Layer.Beyond beyond) {
        Arrays.stream(beyond.y()).forEach(value -> texts.add(Numbers.significant(value, 3)));
      }
    }
    return texts;
  }

  private static List<String> cellTexts(HeatMap map) {
    List<String> texts = new ArrayList<>(map.x().names());
    texts.addAll(map.y().names());
    map.cells().forEach(cell -> texts.add(cell.text()));
    return texts;
  }
}

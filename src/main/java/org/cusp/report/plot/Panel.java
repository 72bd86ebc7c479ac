package org.cusp.report.plot;

import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.internal.chartpart.AxesChart;

/**
 * A plot with its axes and its legend.
 *
 * @param height of the plot itself, in pixels at 1x
 * @param x horizontal axis
 * @param y vertical axis
 * @param layers from the lowest to the topmost
 * @param keys the legend, drawn below the plot, where it cannot cover data
 */
public record Panel(int height, Axis x, Axis y, List<Layer> layers, List<Key> keys)
    implements Part {

  /** Whether an error bar, with XChart's narrow caps, is hidden by the mark before it. */
  boolean hidesBars() {
    return layers.stream()
        .filter(Layer.Bars.class::isInstance)
        .map(Layer.Bars.class::cast)
        .anyMatch(
            bars ->
                IntStream.range(0, bars.y().length)
                    .anyMatch(i -> span(bars.y()[i], bars.half()[i]) < Theme.MARKER_SIZE));
  }

  private double span(double middle, double half) {
    return height * (y.fraction(middle + half) - y.fraction(middle - half));
  }

  @Override
  public List<String> titles() {
    return List.of(y.title(), x.title());
  }

  @Override
  public double content() {
    return Theme.CONTENT;
  }

  @Override
  public AxesChart<?, ?> chart(String title, boolean isLast) {
    return PanelChart.of(this, title, isLast);
  }

  /** A line of the legend: samples of the layers drawn over each other, and what they are. */
  public record Key(String label, List<Layer> samples) {
    public static Key of(String label, Layer... samples) {
      return new Key(label, List.of(samples));
    }
  }
}

package org.knowm.xchart.internal.chartpart;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The labels that XChart has given to its ticks, which it keeps to its own package. */
public final class DrawnTicks {
  private DrawnTicks() {}

  /** Those of a chart that has been painted, without those that are empty. */
  public static List<String> labels(AxesChart<?, ?> chart) {
    return Stream.of(chart.getXAxis(), chart.getYAxis())
        .flatMap(axis -> axis.getAxisTickCalculator().getTickLabels().stream())
        .filter(Objects::nonNull)
        .filter(label -> !label.isBlank())
        .toList();
  }
}

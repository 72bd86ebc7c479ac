package org.cusp.report.plot;

import java.util.List;
import java.util.stream.Collectors;
import org.knowm.xchart.internal.chartpart.AxesChart;

/** What a figure shows in one frame of axes; the parts of a figure stand under each other. */
public sealed interface Part permits Panel, HeatMap {
  /** The legend. */
  List<Panel.Key> keys();

  /** The titles of the axes, up and across. */
  List<String> titles();

  /** The words of the part in a sentence, for those who cannot see it. */
  default String words() {
    String legend = keys().stream().map(Panel.Key::label).collect(Collectors.joining(", "));
    return String.join(" against ", titles()) + (legend.isEmpty() ? "." : ": " + legend + ".");
  }

  /** The share of the plot that the axes take. */
  double content();

  /**
   * The part as an XChart, which draws it whole but for the legend.
   *
   * @param title of the figure; empty below the first part
   * @param isLast whether it has the title of the horizontal axis
   */
  AxesChart<?, ?> chart(String title, boolean isLast);
}

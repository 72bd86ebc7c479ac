package org.cusp.report.plot;

import java.util.List;
import org.knowm.xchart.internal.chartpart.IChart;

/** What a figure shows in one frame of axes; the parts of a figure stand under each other. */
public sealed interface Part permits Panel, HeatMap {
  /** The legend. */
  List<Panel.Key> keys();

  /**
   * The part as an XChart, which draws it whole but for the legend.
   *
   * @param title of the figure; empty below the first part
   * @param isLast whether it has the title of the horizontal axis
   */
  IChart chart(String title, boolean isLast);
}

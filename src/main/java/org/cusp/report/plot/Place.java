package org.cusp.report.plot;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import org.knowm.xchart.internal.chartpart.Annotation;

/** Draws nothing, and knows where a chart has drawn its axes. */
final class Place extends Annotation {
  private final double content;
  private Rectangle2D box = new Rectangle2D.Double();

  /**
   * @param content the share of the plot that its axes take, in the middle of it
   */
  Place(double content) {
    super(false);
    this.content = content;
  }

  @Override
  public void paint(Graphics2D canvas) {
    double left = getXAxisScreenValueForMin();
    double top = getYAxisScreenValueForMin();
    double width = getXAxisScreenValueForMax() - left;
    double height = getYAxisScreenValueForMax() - top;
    double margin = (1 - content) / 2;
    box =
        new Rectangle2D.Double(
            left + margin * width, top + margin * height, content * width, content * height);
  }

  /** From the low to the high end of either axis, in pixels of the chart. */
  Rectangle2D box() {
    return box;
  }
}

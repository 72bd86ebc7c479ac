package org.cusp.report.plot;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import org.knowm.xchart.internal.chartpart.Annotation;

/**
 * The ticks of an axis whose scale XChart does not have: training steps from 0, values of either
 * sign, numbered rows, logarithms over less than half a decade or more than seven. XChart chooses
 * its ticks itself, evenly or at the digits of decades; it cannot be given any.
 */
final class PlacedTicks extends Annotation {
  private static final int TICK = 5;
  private static final int SMALL_TICK = 3;

  private final PlottedAxis axis;
  private final boolean across;

  /**
   * @param across whether it is the horizontal axis
   */
  PlacedTicks(PlottedAxis axis, boolean across) {
    super(false);
    this.axis = axis;
    this.across = across;
  }

  @Override
  public void paint(Graphics2D canvas) {
    double left = getXAxisScreenValueForMin();
    double bottom = getYAxisScreenValueForMax();
    canvas.setColor(Theme.RULE);
    canvas.setStroke(Theme.solid(1f));
    canvas.draw(
        across
            ? new Line2D.Double(left, bottom, getXAxisScreenValueForMax(), bottom)
            : new Line2D.Double(left, bottom, left, getYAxisScreenValueForMin()));
    for (Scale.Tick tick : axis.ticks()) {
      int length = tick.label().isEmpty() ? SMALL_TICK : TICK;
      canvas.setColor(Theme.RULE);
      canvas.setStroke(Theme.solid(1f));
      if (across) {
        double x = chart.getScreenXFromChart(axis.of(tick.value()));
        canvas.draw(new Line2D.Double(x, bottom, x, bottom + length));
        Lettering.PLAIN.centred(canvas, tick.label(), x, bottom + Theme.TICK_LABELS);
      } else {
        double y = chart.getScreenYFromChart(axis.of(tick.value()));
        canvas.draw(new Line2D.Double(left - length, y, left, y));
        Lettering.PLAIN.endingAt(canvas, tick.label(), left - 9, y + 4.5);
      }
    }
  }
}

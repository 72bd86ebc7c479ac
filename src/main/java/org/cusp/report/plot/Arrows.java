package org.cusp.report.plot;

import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import org.knowm.xchart.internal.chartpart.Annotation;

/**
 * Values that an axis does not reach, as arrows at its end with their numbers: XChart cuts off what
 * lies beyond an axis and does not say so.
 */
final class Arrows extends Annotation {
  private static final double LENGTH = 11;
  private static final double HALF_WIDTH = 5;
  private static final double ROW = 15;

  private final Layer.Beyond values;
  private final PlottedAxis x;
  private final PlottedAxis y;

  Arrows(Layer.Beyond values, PlottedAxis x, PlottedAxis y) {
    super(false);
    this.values = values;
    this.x = x;
    this.y = y;
  }

  /** Numbers stand in two rows, so that neighbours have room; one without is left out. */
  @Override
  public void paint(Graphics2D canvas) {
    double[] free = new double[2];
    for (int i = 0; i < values.x().length; i++) {
      boolean isBelow = values.y()[i] < y.axis().low();
      double at = chart.getScreenXFromChart(x.of(values.x()[i]));
      double tip = isBelow ? getYAxisScreenValueForMax() - 3 : getYAxisScreenValueForMin() + 3;
      canvas.setColor(values.colour());
      draw(canvas, at, tip, isBelow ? tip - LENGTH : tip + LENGTH);
      String number = Numbers.significant(values.y()[i], 3);
      double start = at - HALF_WIDTH;
      int row = start >= free[0] ? 0 : 1;
      if (start >= free[row]) {
        double baseline = isBelow ? tip - ROW * (1 + row) : tip + 10 + ROW * (1 + row);
        Lettering.PLAIN.startingAt(canvas, number, start, baseline);
        free[row] = at + Lettering.PLAIN.width(number) + 3;
      }
    }
  }

  static void draw(Graphics2D canvas, double at, double tip, double base) {
    Path2D arrow = new Path2D.Double();
    arrow.moveTo(at, tip);
    arrow.lineTo(at - HALF_WIDTH, base);
    arrow.lineTo(at + HALF_WIDTH, base);
    arrow.closePath();
    canvas.fill(arrow);
  }
}

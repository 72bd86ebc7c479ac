package org.cusp.report.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/** The shapes that the legend shows of layers. */
final class Samples {
  private static final double BAR = 9;
  private static final double CAP = 3;

  private Samples() {}

  /** A horizontal line, thick enough for its colour to be seen. */
  static void line(Graphics2D canvas, Rectangle2D box, Color colour, BasicStroke stroke) {
    canvas.setColor(colour);
    boolean isThin = stroke.getLineWidth() < 1.5f && stroke.getDashArray() == null;
    canvas.setStroke(isThin ? Theme.solid(1.5f) : stroke);
    double y = box.getCenterY();
    canvas.draw(new Line2D.Double(box.getMinX(), y, box.getMaxX(), y));
  }

  static void upright(Graphics2D canvas, Rectangle2D box, Color colour, BasicStroke stroke) {
    canvas.setColor(colour);
    canvas.setStroke(stroke);
    double x = box.getCenterX();
    canvas.draw(new Line2D.Double(x, box.getCenterY() - BAR, x, box.getCenterY() + BAR));
  }

  /** An error bar as XChart draws it. */
  static void bar(Graphics2D canvas, Rectangle2D box, Color colour) {
    upright(canvas, box, colour, new BasicStroke(1f));
    double x = box.getCenterX();
    for (double y : new double[] {box.getCenterY() - BAR, box.getCenterY() + BAR}) {
      canvas.draw(new Line2D.Double(x - CAP, y, x + CAP, y));
    }
  }

  static void framed(Graphics2D canvas, Rectangle2D box, Color colour) {
    canvas.setColor(colour);
    canvas.fill(box);
    canvas.setColor(Theme.RULE);
    canvas.setStroke(Theme.solid(0.6f));
    canvas.draw(box);
  }
}

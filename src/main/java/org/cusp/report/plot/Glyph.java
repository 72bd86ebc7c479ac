package org.cusp.report.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import org.knowm.xchart.style.markers.Marker;

/** The shapes of marks. They differ in outline and filling, so that colour is not needed. */
public enum Glyph {
  DOT,
  RING,
  CROSS,
  SQUARE;

  private static final float OUTLINE = 1.8f;

  /** That of a series of points, from 0 on. */
  public static Glyph series(int number) {
    return values()[number % values().length];
  }

  /** Draws the mark in the colour that the canvas has. */
  void draw(Graphics2D canvas, double x, double y, double size) {
    Color colour = canvas.getColor();
    double half = size / 2;
    canvas.setStroke(Theme.solid(OUTLINE));
    switch (this) {
      case DOT -> canvas.fill(new Ellipse2D.Double(x - half, y - half, size, size));
      case SQUARE -> {
        double side = 0.86 * size;
        canvas.setColor(Theme.PAPER);
        canvas.fill(new Rectangle2D.Double(x - side / 2, y - side / 2, side, side));
        canvas.setColor(colour);
        canvas.draw(new Rectangle2D.Double(x - side / 2, y - side / 2, side, side));
      }
      case RING -> {
        canvas.setColor(Theme.PAPER);
        canvas.fill(new Ellipse2D.Double(x - half, y - half, size, size));
        canvas.setColor(colour);
        canvas.draw(new Ellipse2D.Double(x - half, y - half, size, size));
      }
      case CROSS -> {
        double arm = 0.45 * size;
        canvas.draw(new Line2D.Double(x - arm, y - arm, x + arm, y + arm));
        canvas.draw(new Line2D.Double(x - arm, y + arm, x + arm, y - arm));
      }
    }
  }

  /** The same shape as XChart wants it. */
  Marker marker() {
    return new DrawnMarker(this);
  }

  private static final class DrawnMarker extends Marker {
    private final Glyph glyph;

    private DrawnMarker(Glyph glyph) {
      this.glyph = glyph;
    }

    @Override
    public void paint(Graphics2D canvas, double x, double y, int size) {
      glyph.draw(canvas, x, y, size);
    }
  }
}

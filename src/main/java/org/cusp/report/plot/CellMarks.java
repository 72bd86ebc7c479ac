package org.cusp.report.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import org.knowm.xchart.internal.chartpart.Annotation;

/**
 * The frames, hatching and texts of a heat map's cells: XChart shades each cell by a number, and
 * writes that number in one colour, which cannot be read on light and on dark cells alike.
 */
final class CellMarks extends Annotation {
  private static final double HATCH_DISTANCE = 7;
  private static final Color HATCH = new Color(0xC4, 0xC4, 0xC4);
  private static final float GAP = 2;
  private static final int SMALL_TEXT = 11;
  private static final int MARGIN = 6;

  private final HeatMap map;

  CellMarks(HeatMap map) {
    super(false);
    this.map = map;
  }

  @Override
  public void paint(Graphics2D canvas) {
    double left = getXAxisScreenValueForMin();
    double bottom = getYAxisScreenValueForMax();
    double width = (getXAxisScreenValueForMax() - left) / map.x().names().size();
    double height = (bottom - getYAxisScreenValueForMin()) / map.y().names().size();
    for (HeatMap.Cell cell : map.cells()) {
      double top = bottom - (cell.row() + 1) * height;
      paint(canvas, cell, new Rectangle2D.Double(left + cell.column() * width, top, width, height));
    }
  }

  private void paint(Graphics2D canvas, HeatMap.Cell cell, Rectangle2D place) {
    if (cell.isHatched()) {
      canvas.setColor(Theme.PAPER);
      canvas.fill(place);
      hatch(canvas, place);
    }
    canvas.setColor(Theme.PAPER);
    canvas.setStroke(Theme.solid(GAP));
    canvas.draw(place);
    Color paper = cell.isHatched() ? Theme.PAPER : map.colour(cell.shade());
    for (int size : new int[] {Theme.TEXT_SIZE, SMALL_TEXT}) {
      Lettering text = new Lettering(Theme.TEXT.deriveFont((float) size), Theme.legible(paper));
      if (text.width(cell.text()) <= place.getWidth() - MARGIN) {
        text.centred(canvas, cell.text(), place.getCenterX(), place.getCenterY() + 0.35 * size);
        return;
      }
    }
  }

  /** Lines that rise to the right, cut off at the rectangle. */
  static void hatch(Graphics2D canvas, Rectangle2D place) {
    canvas.setColor(HATCH);
    canvas.setStroke(Theme.solid(1f));
    double width = place.getWidth();
    double height = place.getHeight();
    for (double d = HATCH_DISTANCE / 2; d < width + height; d += HATCH_DISTANCE) {
      double along = Math.max(0, d - height);
      double down = Math.max(0, d - width);
      double x = place.getX();
      double y = place.getY();
      canvas.draw(new Line2D.Double(x + along, y + d - along, x + d - down, y + down));
    }
  }
}

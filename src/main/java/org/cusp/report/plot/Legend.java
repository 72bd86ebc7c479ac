package org.cusp.report.plot;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * The legend of a panel, below it. XChart's horizontal legend is one row, which leaves the image
 * where it is too long, and its vertical one covers data or narrows the plot, so that the axes of
 * panels under each other part; both show one series an entry, without error bars, hatching or
 * arrows.
 */
record Legend(List<Panel.Key> keys) {
  private static final int ROW = 22;
  private static final int BELOW = 8;
  private static final int SAMPLE_WIDTH = 26;
  private static final int SAMPLE_HEIGHT = 14;
  private static final int SAMPLE_GAP = 6;
  private static final int KEY_GAP = 18;
  private static final int LEFT = Theme.LEFT + 10;
  private static final int RIGHT = Theme.WIDTH - 10;

  int height() {
    return keys.isEmpty() ? 0 : (int) place((key, x, row) -> {}) * ROW + BELOW;
  }

  /**
   * @param top where the legend begins
   */
  void paint(Graphics2D canvas, double top) {
    place(
        (key, x, row) -> {
          double middle = top + (row + 0.5) * ROW;
          Rectangle2D box =
              new Rectangle2D.Double(x, middle - SAMPLE_HEIGHT / 2.0, SAMPLE_WIDTH, SAMPLE_HEIGHT);
          key.samples().forEach(sample -> sample.sample(canvas, box));
          double text = x + SAMPLE_WIDTH + SAMPLE_GAP;
          Lettering.PLAIN.startingAt(canvas, key.label(), text, middle + 4.5);
        });
  }

  private interface Visit {
    void at(Panel.Key key, double x, int row);
  }

  /** Visits the keys at their places and returns how many rows there are. */
  private int place(Visit visit) {
    double x = LEFT;
    int row = 0;
    for (Panel.Key key : keys) {
      double width = SAMPLE_WIDTH + SAMPLE_GAP + Lettering.PLAIN.width(key.label());
      if (x > LEFT && x + width > RIGHT) {
        x = LEFT;
        row++;
      }
      visit.at(key, x, row);
      x += width + KEY_GAP;
    }
    return row + 1;
  }
}

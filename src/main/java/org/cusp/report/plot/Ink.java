package org.cusp.report.plot;

import java.awt.Color;
import java.awt.Graphics2D;

/**
 * What a figure is painted on. Shapes go through Graphics2D; text is apart, since a browser knows
 * the width of its own fonts and must place the text itself.
 */
interface Ink {
  Graphics2D canvas();

  void write(Text text);

  /** Where a text stands relative to its point. */
  enum Anchor {
    START(0),
    MIDDLE(0.5),
    END(1);

    final double share;

    Anchor(double share) {
      this.share = share;
    }
  }

  /** Whether a text runs to the right or upwards. */
  enum Direction {
    RIGHT,
    UP
  }

  /**
   * A line of text on its baseline.
   *
   * @param size in pixels at 1x
   * @param style as of {@link java.awt.Font}
   */
  record Text(
      String text,
      double x,
      double y,
      Anchor anchor,
      Direction direction,
      int size,
      int style,
      Color colour) {}
}

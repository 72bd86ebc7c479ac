package org.cusp.report.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;

/**
 * Text drawn as XChart draws its own: as outlines, which are the same on paper and in a browser.
 */
record Lettering(Font font, Color colour) {
  private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);

  static final Lettering PLAIN = new Lettering(Theme.TEXT, Theme.INK);

  /** How wide a text is; blanks at its end do not count. */
  double width(String text) {
    return text.isBlank() ? 0 : new TextLayout(text, font, METRICS).getAdvance();
  }

  void startingAt(Graphics2D canvas, String text, double x, double baseline) {
    if (!text.isBlank()) {
      canvas.setColor(colour);
      canvas.fill(
          new TextLayout(text, font, METRICS)
              .getOutline(AffineTransform.getTranslateInstance(x, baseline)));
    }
  }

  void centred(Graphics2D canvas, String text, double x, double baseline) {
    startingAt(canvas, text, x - width(text) / 2, baseline);
  }

  void endingAt(Graphics2D canvas, String text, double x, double baseline) {
    startingAt(canvas, text, x - width(text), baseline);
  }
}

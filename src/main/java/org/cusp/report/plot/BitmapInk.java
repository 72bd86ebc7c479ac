package org.cusp.report.plot;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Paints pixels, {@value #RESOLUTION} to a unit of the figure, on white. */
final class BitmapInk implements Ink {
  static final int RESOLUTION = 2;

  private final BufferedImage image;
  private final Graphics2D canvas;

  BitmapInk(int width, int height) {
    image = new BufferedImage(RESOLUTION * width, RESOLUTION * height, BufferedImage.TYPE_INT_RGB);
    canvas = image.createGraphics();
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    canvas.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    canvas.scale(RESOLUTION, RESOLUTION);
    canvas.setColor(Theme.PAPER);
    canvas.fillRect(0, 0, width, height);
  }

  @Override
  public Graphics2D canvas() {
    return canvas;
  }

  @Override
  public void write(Text text) {
    Graphics2D turned = (Graphics2D) canvas.create();
    Font font = Theme.font(text.size(), text.style());
    FontRenderContext metrics = turned.getFontRenderContext();
    turned.translate(text.x(), text.y());
    if (text.direction() == Direction.UP) {
      turned.rotate(-Math.PI / 2);
    }
    turned.setColor(text.colour());
    double x = -text.anchor().share * TextRun.width(text.text(), font, metrics);
    for (TextRun run : TextRun.of(text.text())) {
      double rise = run.place() == TextRun.Place.RAISED ? TextRun.RISE * font.getSize2D() : 0;
      turned.setFont(run.in(font));
      turned.drawString(run.text(), (float) x, (float) -rise);
      x += run.width(font, metrics);
    }
    turned.dispose();
  }

  byte[] png() {
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      ImageIO.write(image, "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

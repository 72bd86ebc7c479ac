package org.cusp.report.plot;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Paints vectors; text stays text, in fonts that every browser has. */
final class SvgInk implements Ink {
  private final int width;
  private final int height;
  private final VectorGraphics2D canvas = new VectorGraphics2D();
  private final List<Text> texts = new ArrayList<>();

  SvgInk(int width, int height) {
    this.width = width;
    this.height = height;
  }

  @Override
  public Graphics2D canvas() {
    return canvas;
  }

  @Override
  public void write(Text text) {
    texts.add(text);
  }

  /**
   * The image as one {@code svg} element that may stand in an HTML page beside others.
   *
   * @param id prefix of every id in it
   */
  String element(String id, String title, String description) {
    return String.format(
        Locale.ROOT,
        """
        <svg xmlns="http://www.w3.org/2000/svg" role="img" width="%d" height="%d" \
        viewBox="0 0 %d %d" aria-labelledby="%s-title %s-desc">
        <title id="%s-title">%s</title>
        <desc id="%s-desc">%s</desc>
        <rect width="%d" height="%d" fill="#ffffff"/>
        %s<g font-family="%s">
        %s</g>
        </svg>
        """,
        width,
        height,
        width,
        height,
        id,
        id,
        id,
        Markup.escape(title),
        id,
        Markup.escape(description),
        width,
        height,
        SvgCompact.compact(shapes(), id),
        Theme.CSS_FONTS,
        texts.stream().map(SvgInk::element).collect(Collectors.joining()));
  }

  /** What the library wrote, less its root element. */
  private String shapes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new SVGProcessor()
          .getDocument(canvas.getCommands(), new PageSize(width, height))
          .writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode an SVG in memory", e);
    }
    String document = bytes.toString(StandardCharsets.UTF_8);
    int root = document.indexOf("<svg");
    return document.substring(document.indexOf('>', root) + 1, document.lastIndexOf("</svg>"));
  }

  private static String element(Text text) {
    String turn =
        text.direction() == Direction.UP
            ? String.format(
                Locale.ROOT,
                " transform=\"rotate(-90 %s %s)\"",
                SvgCompact.hundredths(text.x()),
                SvgCompact.hundredths(text.y()))
            : "";
    return String.format(
        Locale.ROOT,
        """
        <text x="%s" y="%s" text-anchor="%s" font-size="%d"%s fill="%s"%s>%s</text>
        """,
        SvgCompact.hundredths(text.x()),
        SvgCompact.hundredths(text.y()),
        text.anchor().name().toLowerCase(Locale.ROOT),
        text.size(),
        text.style() == Font.BOLD ? " font-weight=\"bold\"" : "",
        hex(text.colour()),
        turn,
        runs(text));
  }

  /** Exponents are raised by dy, which moves all that follows: the next run comes down again. */
  private static String runs(Text text) {
    String rise = SvgCompact.hundredths(TextRun.RISE * text.size());
    String small = SvgCompact.hundredths(TextRun.RAISED_SIZE * text.size());
    StringBuilder all = new StringBuilder();
    for (TextRun run : TextRun.of(text.text())) {
      String escaped = Markup.escape(run.text());
      if (run.place() == TextRun.Place.RAISED) {
        all.append(
            String.format(
                Locale.ROOT,
                "<tspan dy=\"-%s\" font-size=\"%s\">%s</tspan>",
                rise,
                small,
                escaped));
      } else if (all.isEmpty()) {
        all.append(escaped);
      } else {
        all.append(String.format(Locale.ROOT, "<tspan dy=\"%s\">%s</tspan>", rise, escaped));
      }
    }
    return all.toString();
  }

  private static String hex(Color colour) {
    return String.format(Locale.ROOT, "#%06x", colour.getRGB() & 0xFFFFFF);
  }
}

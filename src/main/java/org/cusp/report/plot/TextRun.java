package org.cusp.report.plot;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a line of text, on its baseline or raised as an exponent. Numbers write exponents in
 * the superscript characters of Unicode, which many fonts lack in part; figures draw ordinary
 * digits instead, smaller and higher up.
 *
 * @param text in ordinary characters
 */
record TextRun(String text, Place place) {
  /** Size of raised text, and how high its baseline stands, in sizes of the line. */
  static final double RAISED_SIZE = 0.72;

  static final double RISE = 0.36;

  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";
  private static final String ORDINARY = "0123456789−";

  /** Where a run stands. */
  enum Place {
    BASELINE,
    RAISED
  }

  /** The runs of a line, in order. */
  static List<TextRun> of(String line) {
    List<TextRun> runs = new ArrayList<>();
    int from = 0;
    while (from < line.length()) {
      Place place = place(line.charAt(from));
      int to = from + 1;
      while (to < line.length() && place(line.charAt(to)) == place) {
        to++;
      }
      String text = line.substring(from, to);
      runs.add(new TextRun(place == Place.RAISED ? ordinary(text) : text, place));
      from = to;
    }
    return runs;
  }

  /** How wide a line is whose ordinary text has this font. */
  static double width(String line, Font font, FontRenderContext metrics) {
    return of(line).stream().mapToDouble(run -> run.width(font, metrics)).sum();
  }

  /** How wide the run is in a line of this font. */
  double width(Font font, FontRenderContext metrics) {
    return in(font).getStringBounds(text, metrics).getWidth();
  }

  /** The font of the run in a line of this font. */
  Font in(Font font) {
    return place == Place.RAISED ? font.deriveFont((float) (RAISED_SIZE * font.getSize2D())) : font;
  }

  private static Place place(char c) {
    return SUPERSCRIPTS.indexOf(c) < 0 ? Place.BASELINE : Place.RAISED;
  }

  private static String ordinary(String superscripts) {
    StringBuilder text = new StringBuilder();
    for (char c : superscripts.toCharArray()) {
      text.append(ORDINARY.charAt(SUPERSCRIPTS.indexOf(c)));
    }
    return text.toString();
  }
}

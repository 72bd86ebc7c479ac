package org.cusp.report.plot;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The document that XChart's encoder writes as an element that may stand in a page beside others:
 * named for those who cannot see it, with ids of its own, numbers to a hundredth of a pixel,
 * without what is invisible, and with lines as paths, since XChart draws their segments one by one.
 */
final class Svg {
  private static final Pattern LONG_NUMBER = Pattern.compile("-?\\d+\\.\\d+(E-?\\d+)?");
  private static final Pattern LETTERS =
      Pattern.compile(" d=\"([^\"]*Q[^\"]*)\"(?= style=\"[^\"]*stroke:none;)");
  private static final Pattern STEP = Pattern.compile("([MLQCZ])|(-?[\\d.E-]+),(-?[\\d.E-]+)");
  private static final Pattern ID = Pattern.compile("(id=\"|url\\(#)");

  /** Possessive, as an outline is long and a match that fails would try all its beginnings. */
  private static final Pattern ELEMENT = Pattern.compile("\\s*<[a-z]+ [^>]*+>");

  private static final Pattern INVISIBLE = Pattern.compile("(fill|stroke)-opacity:0;");

  private static final Pattern SEGMENT =
      Pattern.compile(
          "\\s*<line style=\"([^\"]*)\" x1=\"([^\"]*)\" x2=\"([^\"]*)\" y1=\"([^\"]*)\""
              + " y2=\"([^\"]*)\"/>\\s*");

  private Svg() {}

  /**
   * @param id prefix of every id in it
   */
  static String element(String document, Figure figure) {
    String id = figure.id();
    int root = document.indexOf("<svg");
    String shapes =
        document.substring(document.indexOf('>', root) + 1, document.lastIndexOf("</svg>"));
    String visible = ELEMENT.matcher(shapes).replaceAll(Svg::visible);
    String letters = LETTERS.matcher(visible).replaceAll(Svg::small);
    String rounded = joined(LONG_NUMBER.matcher(letters).replaceAll(Svg::rounded));
    return String.format(
            Locale.ROOT,
            """
            <svg xmlns="http://www.w3.org/2000/svg" role="img" width="%d" height="%d" \
            viewBox="0 0 %d %d" aria-labelledby="%s-title %s-desc">
            <title id="%s-title">%s</title>
            <desc id="%s-desc">%s</desc>
            """,
            figure.width(),
            figure.height(),
            figure.width(),
            figure.height(),
            id,
            id,
            id,
            Markup.escape(figure.title()),
            id,
            Markup.escape(figure.description()))
        + ID.matcher(rounded).replaceAll("$1" + Matcher.quoteReplacement(id) + "-").strip()
        + "\n</svg>\n";
  }

  private static String visible(MatchResult element) {
    String text = element.group();
    boolean isInvisible = text.endsWith("/>") && INVISIBLE.matcher(text).find();
    return isInvisible ? "" : Matcher.quoteReplacement(text);
  }

  /** Segments of one style that continue each other become one path. */
  private static String joined(String shapes) {
    StringBuilder out = new StringBuilder();
    String style = "";
    String end = "";
    for (String row : shapes.split("\n")) {
      Matcher line = SEGMENT.matcher(row);
      boolean isSegment = line.matches();
      boolean goesOn = isSegment && line.group(1).equals(style) && end.equals(point(line, 2, 4));
      if (!goesOn) {
        close(out, style);
      }
      if (goesOn) {
        out.append(' ').append(point(line, 3, 5));
      } else if (isSegment) {
        out.append("<path d=\"M").append(point(line, 2, 4)).append(" L").append(point(line, 3, 5));
      } else if (!row.isBlank()) {
        out.append(row.strip()).append('\n');
      }
      style = isSegment ? line.group(1) : "";
      end = isSegment ? point(line, 3, 5) : "";
    }
    close(out, style);
    return out.toString();
  }

  private static void close(StringBuilder out, String style) {
    if (!style.isEmpty()) {
      out.append("\" style=\"").append(style).append("stroke-linejoin:round;\"/>\n");
    }
  }

  private static String point(Matcher line, int x, int y) {
    return line.group(x) + "," + line.group(y);
  }

  /** The outlines of letters are most of a file: in tenths of a pixel, from point to point. */
  private static String small(MatchResult outline) {
    StringBuilder path = new StringBuilder();
    long[] start = {0, 0};
    long[] from = {0, 0};
    long[] to = {0, 0};
    boolean begins = false;
    for (MatchResult step : STEP.matcher(outline.group(1)).results().toList()) {
      if (step.group(1) == null) {
        to = new long[] {tenths(step.group(2)), tenths(step.group(3))};
        path.append(to[0] - from[0]).append(' ').append(to[1] - from[1]).append(' ');
        start = begins ? to : start;
        begins = false;
      } else {
        char command = step.group(1).charAt(0);
        path.append(Character.toLowerCase(command));
        from = command == 'Z' ? start : to;
        to = from;
        begins = command == 'M';
      }
    }
    String data = path.toString().replaceAll(" (?=[-a-z])| $", "");
    return " transform=\"scale(.1)\" d=\"" + data + '"';
  }

  private static long tenths(String number) {
    return Math.round(10 * Double.parseDouble(number));
  }

  private static String rounded(MatchResult number) {
    double value = Math.round(100 * Double.parseDouble(number.group())) / 100.0;
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}

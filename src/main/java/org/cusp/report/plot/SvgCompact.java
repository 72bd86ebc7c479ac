package org.cusp.report.plot;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the SVG of a long curve small. XChart draws a curve as one line element a segment, with the
 * style written out each time; here the segments that continue each other become one path. Numbers
 * keep two decimals, which is a hundredth of a pixel.
 */
public final class SvgCompact {
  private static final Pattern LINE =
      Pattern.compile(
          "\\s*<line style=\"([^\"]*)\" x1=\"([^\"]*)\" x2=\"([^\"]*)\" y1=\"([^\"]*)\""
              + " y2=\"([^\"]*)\"/>\\s*");
  private static final Pattern LONG_NUMBER = Pattern.compile("-?\\d+\\.\\d{3,}(E-?\\d+)?");
  private static final Pattern ID = Pattern.compile("(id=\"|url\\(#)");
  private static final String INVISIBLE = "fill-opacity:0;stroke:none;";

  private SvgCompact() {}

  /** The same drawing in fewer characters; every id in it gets the prefix. */
  static String compact(String shapes, String prefix) {
    String rounded = LONG_NUMBER.matcher(shapes).replaceAll(SvgCompact::rounded);
    return ID.matcher(joined(rounded)).replaceAll("$1" + Matcher.quoteReplacement(prefix) + "-");
  }

  private static String joined(String shapes) {
    StringBuilder out = new StringBuilder();
    String style = "";
    String end = "";
    for (String row : shapes.split("\n")) {
      Matcher line = LINE.matcher(row);
      boolean segment = line.matches();
      if (segment && line.group(1).equals(style) && end.equals(point(line, 2, 4))) {
        out.append(' ').append(point(line, 3, 5));
      } else {
        closePath(out, style);
        style = segment ? line.group(1) : "";
        if (segment) {
          out.append("<path d=\"M").append(point(line, 2, 4)).append(" L");
          out.append(point(line, 3, 5));
        } else if (!row.contains(INVISIBLE) && !row.isBlank()) {
          out.append(row.strip()).append('\n');
        }
      }
      end = segment ? point(line, 3, 5) : "";
    }
    closePath(out, style);
    return out.toString();
  }

  private static void closePath(StringBuilder out, String style) {
    if (!style.isEmpty()) {
      out.append("\" style=\"").append(style).append("stroke-linejoin:round;\"/>\n");
    }
  }

  private static String point(Matcher line, int x, int y) {
    return line.group(x) + "," + line.group(y);
  }

  private static String rounded(MatchResult number) {
    return hundredths(Double.parseDouble(number.group()));
  }

  /** Two decimals, trailing zeros dropped. */
  public static String hundredths(double value) {
    long hundredths = Math.round(100 * value);
    long whole = Math.abs(hundredths) / 100;
    long rest = Math.abs(hundredths) % 100;
    String decimals = rest == 0 ? "" : rest % 10 == 0 ? "." + rest / 10 : "." + rest;
    if (rest > 0 && rest < 10) {
      decimals = ".0" + rest;
    }
    return (hundredths < 0 ? "-" : "") + whole + decimals;
  }
}

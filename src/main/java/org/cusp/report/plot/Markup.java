package org.cusp.report.plot;

/** Text made safe inside HTML and SVG. */
public final class Markup {
  private Markup() {}

  /** Our own sentences: escaped, and K_n with a true subscript. */
  public static String prose(String text) {
    return escape(text).replace("K_n", "<i>K</i><sub>n</sub>");
  }

  /** The text with the five characters of meaning, and control characters, replaced. */
  public static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        case '\n', '\t' -> safe.append(c);
        default -> safe.append(Character.isISOControl(c) ? '\uFFFD' : c);
      }
    }
    return safe.toString();
  }
}

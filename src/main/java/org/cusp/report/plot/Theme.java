package org.cusp.report.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;

/**
 * The look of all figures, in one place. The hues are those of Okabe and Ito ("Color Universal
 * Design", 2008), which people with any common form of colour blindness can tell apart; what
 * matters is never told by colour alone. Sizes are in pixels at 1x.
 */
public final class Theme {
  public static final Color INK = new Color(0x22, 0x22, 0x22);
  public static final Color FAINT_INK = new Color(0x55, 0x55, 0x55);
  static final Color GRID = new Color(0xE6, 0xE6, 0xE6);
  public static final Color RULE = new Color(0x77, 0x77, 0x77);
  public static final Color PAPER = Color.WHITE;
  static final Color NOTHING = new Color(255, 255, 255, 0);
  public static final Color SHADE = new Color(0xF0, 0xF0, 0xF0);

  public static final Color ORANGE = new Color(0xE6, 0x9F, 0x00);
  public static final Color SKY = new Color(0x56, 0xB4, 0xE9);
  public static final Color GREEN = new Color(0x00, 0x9E, 0x73);

  /** Their yellow, darkened: a thin line of it cannot be seen on white. */
  static final Color YELLOW = new Color(0xC4, 0xB4, 0x10);

  public static final Color BLUE = new Color(0x00, 0x72, 0xB2);
  public static final Color VERMILION = new Color(0xD5, 0x5E, 0x00);
  public static final Color PURPLE = new Color(0xCC, 0x79, 0xA7);

  public static final int WIDTH = 860;
  public static final int LEFT = 88;
  public static final int RIGHT = 22;
  static final int PANEL_GAP = 4;

  /** The baseline of the labels below a horizontal axis. */
  static final int TICK_LABELS = 20;

  /** The share of a plot that its axes take; a tick at an end needs a margin to be drawn. */
  static final double CONTENT = 0.99;

  public static final int TEXT_SIZE = 13;
  static final int TITLE_SIZE = 16;
  public static final float TRACE_WIDTH = 0.8f;
  public static final float LINE_WIDTH = 2f;
  public static final float DENSE_LINE_WIDTH = 1.3f;
  public static final int MARKER_SIZE = 9;

  /** What numbers and titles are written in, exponents and Greek letters included. */
  private static final String NEEDED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹−±×·αβγδελνσΔ∞";

  private static final String FAMILY = installedFamily();
  static final Font TEXT = new Font(FAMILY, Font.PLAIN, TEXT_SIZE);
  static final Font TITLE = new Font(FAMILY, Font.BOLD, TITLE_SIZE);
  private static final List<Color> CHAINS =
      List.of(BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION, YELLOW, RULE);
  private static final List<Color> SERIES =
      List.of(BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, RULE);

  private Theme() {}

  /**
   * The colour of a chain's trace: light, so that the running mean stands out, and opaque, so that
   * overlapping line ends do not darken. From the ninth chain on the hues come again.
   */
  public static Color chain(int chain) {
    return mixed(CHAINS.get(chain % CHAINS.size()), PAPER, 0.35);
  }

  /** The colour of a series of points, from 0 on; from the eighth on the hues come again. */
  public static Color series(int number) {
    return SERIES.get(number % SERIES.size());
  }

  public static Color mixed(Color from, Color to, double share) {
    return new Color(
        mixed(from.getRed(), to.getRed(), share),
        mixed(from.getGreen(), to.getGreen(), share),
        mixed(from.getBlue(), to.getBlue(), share));
  }

  /**
   * Black or white, whichever stands out more from the background: by at least 4.5 to 1 in relative
   * luminance (Web Content Accessibility Guidelines 2.1, "contrast ratio").
   */
  public static Color legible(Color background) {
    double luminance =
        0.2126 * linear(background.getRed())
            + 0.7152 * linear(background.getGreen())
            + 0.0722 * linear(background.getBlue());
    return (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) ? Color.BLACK : Color.WHITE;
  }

  /** The light of a colour component, undoing the sRGB curve. */
  private static double linear(int component) {
    double share = component / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }

  public static Color transparent(Color colour, double opacity) {
    return new Color(
        colour.getRed(), colour.getGreen(), colour.getBlue(), (int) Math.round(255 * opacity));
  }

  public static BasicStroke solid(float width) {
    return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  public static BasicStroke dashed(float width) {
    return new BasicStroke(
        width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, new float[] {6f, 4f}, 0f);
  }

  private static int mixed(int from, int to, double share) {
    return (int) Math.round(from + share * (to - from));
  }

  private static String installedFamily() {
    return List.of("Arial", "Liberation Sans", "Helvetica", "DejaVu Sans").stream()
        .filter(name -> isFit(new Font(name, Font.PLAIN, TEXT_SIZE), name))
        .findFirst()
        .orElse(Font.SANS_SERIF);
  }

  private static boolean isFit(Font font, String name) {
    return font.getFamily().equals(name) && font.canDisplayUpTo(NEEDED) < 0;
  }
}

package org.cusp.paper.reproduction;

import java.util.List;

/**
 * A figure as data: what is drawn, not how.
 *
 * @param id fit for a file name
 * @param series from the lowest to the topmost
 */
public record Chart(String id, Words words, Axis x, Axis y, List<Series> series) {
  public Chart {
    series = List.copyOf(series);
  }

  /**
   * What is written about it.
   *
   * @param caption how to read it, in sentences
   * @param alt what it says, for a reader who cannot see it
   */
  public record Words(String title, String caption, String alt) {}

  public String title() {
    return words.title();
  }

  public String caption() {
    return words.caption();
  }

  public String alt() {
    return words.alt();
  }

  /** An axis; values that its scale cannot show are left out. */
  public record Axis(String title, Scale scale) {}

  /** How values are laid along an axis. */
  public enum Scale {
    LINEAR,
    LOG
  }

  /** How a series is drawn. */
  public enum Style {
    /** Marks, with error bars where there are errors. */
    MARKS,
    /** Marks and error bars joined by a line. */
    JOINED,
    /** A plain line, for what is exact. */
    EXACT,
    /** A dashed line, for what others found. */
    SOURCE
  }

  /**
   * Values under one label.
   *
   * @param half half-lengths of the error bars; empty for none
   */
  public record Series(String label, Style style, double[] x, double[] y, double[] half) {
    /** Without error bars. */
    public static Series plain(String label, Style style, double[] x, double[] y) {
      return new Series(label, style, x, y, new double[0]);
    }
  }
}

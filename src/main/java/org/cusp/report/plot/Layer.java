package org.cusp.report.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.stream.IntStream;

/** One thing drawn in a panel, in the units of its axes; later layers cover earlier ones. */
public sealed interface Layer {

  /** A line through points; a NaN interrupts it. */
  record Line(double[] x, double[] y, Color colour, BasicStroke stroke) implements Layer {}

  /** Marks at points; a NaN has none. */
  record Marks(double[] x, double[] y, Glyph glyph, Color colour) implements Layer {}

  /** Vertical error bars with caps, {@code y ± half}; a NaN has none. */
  record Bars(double[] x, double[] y, double[] half, Color colour) implements Layer {}

  /** The area between two curves, all finite. */
  record Band(double[] x, double[] low, double[] high, Color colour) implements Layer {}

  /** A shaded stretch of the horizontal axis. */
  record Zone(double from, double to, Color colour) implements Layer {}

  /** A horizontal line across the panel. */
  record Level(double y, Color colour, BasicStroke stroke) implements Layer {}

  /** A vertical line across the panel. */
  record Upright(double x, Color colour, BasicStroke stroke) implements Layer {}

  /** A filled rectangle. */
  record Tile(double left, double right, double bottom, double top, Color colour)
      implements Layer {}

  /** A rectangle filled with slanted lines. */
  record Hatch(double left, double right, double bottom, double top, Color colour)
      implements Layer {}

  /** A text centred on a point; a text is above all shapes. */
  record Words(double x, double y, String text, int size, Color colour) implements Layer {}

  /** Values that the axis does not reach: an arrow at its end, with the number beside it. */
  record Beyond(double[] x, double[] y, Color colour) implements Layer {}

  /** The area {@code middle ± half}, without the points at which either is not finite. */
  static Band around(double[] x, double[] middle, double[] half, Color colour) {
    int[] kept =
        IntStream.range(0, x.length).filter(i -> Double.isFinite(middle[i] + half[i])).toArray();
    return new Band(
        Arrays.stream(kept).mapToDouble(i -> x[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> middle[i] - half[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> middle[i] + half[i]).toArray(),
        colour);
  }

  /**
   * The columns of a histogram as one area.
   *
   * @param edges of the bins, one more than there are heights
   */
  static Band columns(double[] edges, double base, double[] heights, Color colour) {
    double[] x = corners(edges);
    double[] low = new double[x.length];
    Arrays.fill(low, base);
    return new Band(x, low, doubled(heights), colour);
  }

  /** The upper outline of the columns of a histogram. */
  static Line outline(double[] edges, double[] heights, Color colour, BasicStroke stroke) {
    return new Line(corners(edges), doubled(heights), colour, stroke);
  }

  private static double[] corners(double[] edges) {
    return IntStream.range(0, 2 * edges.length - 2).mapToDouble(i -> edges[(i + 1) / 2]).toArray();
  }

  private static double[] doubled(double[] heights) {
    return IntStream.range(0, 2 * heights.length).mapToDouble(i -> heights[i / 2]).toArray();
  }

  /** A line that leaves out the points without a finite height, instead of stopping at them. */
  static Line through(double[] x, double[] y, Color colour, BasicStroke stroke) {
    int[] kept = IntStream.range(0, x.length).filter(i -> Double.isFinite(y[i])).toArray();
    return new Line(
        Arrays.stream(kept).mapToDouble(i -> x[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> y[i]).toArray(),
        colour,
        stroke);
  }
}

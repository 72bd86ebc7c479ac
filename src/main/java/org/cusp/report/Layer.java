package org.cusp.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.stream.IntStream;

/** One thing drawn in a panel, in the units of its axes; later layers cover earlier ones. */
sealed interface Layer {

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

  /** Values that the axis does not reach: an arrow at its end, with the number beside it. */
  record Beyond(double[] x, double[] y, Color colour) implements Layer {}

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

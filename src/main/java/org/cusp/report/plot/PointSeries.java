package org.cusp.report.plot;

import java.awt.Color;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Measured points with their 95% intervals, {@code y ± 1.96 se}. A point whose error is NaN has no
 * bar, and one that is NaN itself is not drawn.
 */
public record PointSeries(
    String label, double[] x, double[] y, double[] se, Glyph glyph, Color colour) {
  /** A 95% interval of a normal estimate reaches so many standard errors to either side. */
  public static final double NORMAL_95 = 1.96;

  public Layer bars() {
    return new Layer.Bars(x, y, halves(se), colour);
  }

  public Layer marks() {
    return new Layer.Marks(x, y, glyph, colour);
  }

  /** The ends of the bars, and the values where there are none. */
  public DoubleStream ends() {
    return IntStream.range(0, y.length).boxed().flatMapToDouble(i -> ends(y[i], se[i]));
  }

  /** The ends of an interval, or the value twice if its error is not known. */
  public static DoubleStream ends(double value, double se) {
    double half = Double.isFinite(se) ? NORMAL_95 * se : 0;
    return DoubleStream.of(value - half, value + half);
  }

  /** Half the widths of the intervals. */
  public static double[] halves(double[] se) {
    return DoubleStream.of(se).map(error -> NORMAL_95 * error).toArray();
  }
}

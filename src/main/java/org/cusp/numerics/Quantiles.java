package org.cusp.numerics;

import java.util.Arrays;

/** Order statistics. */
public final class Quantiles {
  private Quantiles() {}

  /**
   * The quantile by linear interpolation of the order statistics at index (S - 1) p (Hyndman and
   * Fan 1996, DOI 10.2307/2684934, type 7).
   *
   * @param sorted ascending, one at least
   * @param p from 0 to 1
   */
  public static double ofSorted(double[] sorted, double p) {
    double position = (sorted.length - 1) * p;
    // (S - 1) p may miss a whole number by rounding, which would move a draw across the quantile.
    if (Math.abs(position - Math.rint(position)) <= 4 * Math.ulp(position)) {
      return sorted[(int) Math.rint(position)];
    }
    int below = (int) position;
    return sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]);
  }

  /** The middle value, or the mean of the middle two; NaN of none. */
  public static double medianOfSorted(double[] sorted) {
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The same of values in any order, which are not changed. */
  public static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return medianOfSorted(sorted);
  }
}

package org.cusp.diagnostics;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;

/** Order statistics over all draws of all chains: ranks, normal scores, quantiles. */
final class Ranks {
  private static final NormalDistribution STANDARD_NORMAL = new NormalDistribution(null, 0, 1);

  private Ranks() {}

  /**
   * Normal scores {@code z = Phi^{-1}((r - 3/8) / (S + 1/4))} of the ranks r = 1..S among all
   * draws; equal draws share their average rank. The offset is Blom's (1958), as in Vehtari et al.
   * 2021.
   */
  static double[][] normalScores(double[][] draws) {
    double[] sorted = sorted(draws);
    return Chains.map(
        draws,
        x ->
            STANDARD_NORMAL.inverseCumulativeProbability(
                (averageRank(sorted, x) - 0.375) / (sorted.length + 0.25)));
  }

  /** All draws in ascending order. */
  static double[] sorted(double[][] draws) {
    double[] sorted = Chains.pooled(draws);
    Arrays.sort(sorted);
    return sorted;
  }

  /** The middle value, or the mean of the middle two. */
  static double median(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /**
   * The quantile by linear interpolation of the order statistics at index (S - 1) p (Hyndman and
   * Fan 1996, DOI 10.2307/2684934, type 7).
   */
  static double quantile(double[] sorted, double p) {
    double position = (sorted.length - 1) * p;
    // (S - 1) p may miss a whole number by rounding, which would move a draw across the quantile.
    if (Math.abs(position - Math.rint(position)) <= 4 * Math.ulp(position)) {
      return sorted[(int) Math.rint(position)];
    }
    int below = (int) position;
    return sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]);
  }

  /** The rank from 1; equal draws share the mean of their ranks. */
  static double averageRank(double[] sorted, double x) {
    int smaller = countBelow(sorted, x);
    int notLarger = countBelow(sorted, Math.nextUp(x));
    return (smaller + notLarger + 1) / 2.0;
  }

  private static int countBelow(double[] sorted, double x) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < x) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

package org.cusp.diagnostics;

import java.util.Arrays;
import org.cusp.numerics.Normal;

/** Order statistics over all draws of all chains: ranks, normal scores, quantiles. */
final class Ranks {
  private Ranks() {}

  /**
   * Normal scores {@code z = Phi^{-1}((r - 3/8) / (S + 1/4))} of the ranks r = 1..S among all
   * draws; equal draws share their average rank. The offset is Blom's (1958), as in Vehtari et al.
   * 2021.
   */
  static double[][] normalScores(double[][] draws) {
    double[] sorted = sorted(draws);
    return Chains.map(
        draws, x -> Normal.quantile((averageRank(sorted, x) - 0.375) / (sorted.length + 0.25)));
  }

  /** All draws in ascending order. */
  static double[] sorted(double[][] draws) {
    double[] sorted = Chains.pooled(draws);
    Arrays.sort(sorted);
    return sorted;
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

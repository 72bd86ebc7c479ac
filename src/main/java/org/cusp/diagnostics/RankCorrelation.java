package org.cusp.diagnostics;

import org.cusp.contract.Check;

/** Spearman's correlation: that of the ranks, equal numbers sharing their mean rank. */
public final class RankCorrelation {
  private RankCorrelation() {}

  /**
   * Of two lists of numbers.
   *
   * @return NaN where a list has no two different numbers, or one that is NaN
   */
  public static double of(double[] x, double[] y) {
    Check.equal("numbers to correlate", y.length, x.length);
    double[] a = ranks(x);
    double[] b = ranks(y);
    double mean = (x.length + 1) / 2.0;
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < x.length; i++) {
      ab += (a[i] - mean) * (b[i] - mean);
      aa += (a[i] - mean) * (a[i] - mean);
      bb += (b[i] - mean) * (b[i] - mean);
    }
    return ab / Math.sqrt(aa * bb);
  }

  private static double[] ranks(double[] x) {
    double[] sorted = Ranks.sorted(new double[][] {x});
    double[] ranks = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      ranks[i] = Double.isNaN(x[i]) ? Double.NaN : Ranks.averageRank(sorted, x[i]);
    }
    return ranks;
  }
}

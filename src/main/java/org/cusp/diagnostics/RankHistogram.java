package org.cusp.diagnostics;

import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;

/**
 * Where each chain's draws stand among the draws of all chains. Chains of one law fill the bins
 * evenly, but for chance and autocorrelation; a chain that sits higher fills the upper bins, one
 * that is too narrow the middle ones. Source: Vehtari, Gelman, Simpson, Carpenter and Bürkner 2021,
 * DOI 10.1214/20-BA1221, section 5.
 */
public final class RankHistogram {
  private RankHistogram() {}

  /**
   * The number of a chain's draws in each of the bins of equal width into which the ranks 1..S of
   * all draws are cut: rank r falls into bin {@code floor(bins (r - 1/2) / S)}. Equal draws share
   * the mean of their ranks.
   *
   * @param draws {@code double[chain][draw]}, all finite
   * @param bins at least 1
   * @return {@code int[chain][bin]}, each row with the chain's number of draws as its sum
   * @throws InvalidInput if there is no chain, a chain has another length or a draw is not finite
   */
  public static int[][] counts(double[][] draws, int bins) {
    Check.atLeast("number of bins", bins, 1);
    if (!Chains.areFinite(Chains.rectangular(draws))) {
      throw new InvalidInput("draws must be finite to be ranked, got NaN or infinity");
    }
    double[] sorted = Ranks.sorted(draws);
    int[][] counts = new int[draws.length][bins];
    for (int chain = 0; chain < draws.length; chain++) {
      for (double draw : draws[chain]) {
        double rank = Ranks.averageRank(sorted, draw);
        counts[chain][(int) (bins * (rank - 0.5) / sorted.length)]++;
      }
    }
    return counts;
  }
}

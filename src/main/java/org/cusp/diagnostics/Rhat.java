package org.cusp.diagnostics;

import java.util.Arrays;
import org.cusp.numerics.Quantiles;

/**
 * Potential scale reduction: the standard deviation of all chains together over that within chains,
 *
 * <pre>  R-hat = sqrt(((N - 1)/N W + B/N) / W),</pre>
 *
 * with N draws per chain, W the mean of the chains' variances (divisor N - 1) and B/N the variance
 * of the chains' means. 1 at convergence; Vehtari et al. 2021 (DOI 10.1214/20-BA1221) ask for less
 * than 1.01. Every chain is split in two, so that a drift within a chain counts as disagreement.
 *
 * <p>Draws are {@code double[chain][draw]}. NaN where any draw is not finite, where all draws are
 * equal, or with fewer than four draws per chain; positive infinity where each half chain is
 * constant but they differ.
 */
public final class Rhat {
  private Rhat() {}

  /**
   * Rank-normalised split R-hat: the larger of {@link #bulk} and {@link #folded}. Finite variance
   * of the draws is not needed, and any increasing map of the draws leaves the bulk part as it is.
   *
   * @return NaN also where the folded part is: all draws equally far from their median, such as 1,
   *     2, 1, 2
   */
  public static double rankNormalised(double[][] draws) {
    return Math.max(bulk(draws), folded(draws));
  }

  /** Split R-hat of the normal scores of the ranks: sees chains that differ in location. */
  public static double bulk(double[][] draws) {
    return Chains.areInformative(draws)
        ? unsplit(Ranks.normalScores(Chains.split(draws)))
        : Double.NaN;
  }

  /**
   * {@link #bulk} of the absolute deviations from the median of all draws: sees chains that differ
   * in scale or in their tails.
   */
  public static double folded(double[][] draws) {
    if (!Chains.areInformative(draws)) {
      return Double.NaN;
    }
    double median = Quantiles.medianOfSorted(Ranks.sorted(draws));
    return bulk(Chains.map(draws, x -> Math.abs(x - median)));
  }

  /** Split R-hat of the draws themselves, without ranks; needs draws of finite variance. */
  public static double split(double[][] draws) {
    return Chains.areInformative(draws) ? unsplit(Chains.split(draws)) : Double.NaN;
  }

  /** R-hat of the chains as they are (Gelman and Rubin 1992, DOI 10.1214/ss/1177011136). */
  static double unsplit(double[][] chains) {
    if (Chains.areEqual(chains)) {
      return Double.NaN;
    }
    double length = chains[0].length;
    double within = Moments.mean(Arrays.stream(chains).mapToDouble(Moments::variance).toArray());
    double between = Moments.variance(Arrays.stream(chains).mapToDouble(Moments::mean).toArray());
    return Math.sqrt((length - 1) / length + between / within);
  }
}

package org.cusp.diagnostics;

import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * Monte Carlo standard errors: how far an estimate from these draws is from its value under the
 * stationary distribution, in the units of the draws.
 *
 * <p>Draws are {@code double[chain][draw]}; NaN where {@link Ess} is: any draw not finite, all
 * draws equal, fewer than four draws per chain.
 */
public final class Mcse {
  /** Phi(-1): plus and minus one standard error of a normal. */
  private static final double LOWER = 0.15865525393145707;

  private Mcse() {}

  /** Of the mean: {@code s / sqrt(ESS)}, with s over all draws and {@link Ess#mean}. */
  public static double mean(double[][] draws) {
    return Moments.standardDeviation(Chains.rectangular(draws)) / Math.sqrt(Ess.mean(draws));
  }

  /**
   * Of the standard deviation, by the delta method and without assuming normal draws:
   *
   * <pre>  sqrt((m4 - m2^2) / ESS) / (2 sqrt(m2)),</pre>
   *
   * m2 and m4 the central moments (divisor S), the ESS that of the squared deviations. The form of
   * the R package posterior 1.4.0; needs draws of finite fourth moment.
   */
  public static double standardDeviation(double[][] draws) {
    double[] pooled = Chains.pooled(Chains.rectangular(draws));
    double mean = Moments.mean(pooled);
    double second = Moments.centralMoment(pooled, mean, 2);
    double fourth = Moments.centralMoment(pooled, mean, 4);
    double ess = Ess.mean(Chains.map(draws, x -> (x - mean) * (x - mean)));
    return Math.sqrt((fourth - second * second) / ess / second) / 2;
  }

  /**
   * Of a quantile: half the distance between the order statistics at the 16% and 84% points of the
   * Beta(ESS p + 1, ESS (1 - p) + 1) law of the probability below it (Vehtari et al. 2021, DOI
   * 10.1214/20-BA1221, section 4.4), rounded outwards.
   *
   * @param p probability in (0, 1)
   */
  public static double quantile(double[][] draws, double p) {
    double ess = Ess.quantile(draws, p);
    if (Double.isNaN(ess)) {
      return Double.NaN;
    }
    BetaDistribution below = new BetaDistribution(null, ess * p + 1, ess * (1 - p) + 1);
    double[] sorted = Ranks.sorted(draws);
    double low = Math.floor(below.inverseCumulativeProbability(LOWER) * sorted.length);
    double high = Math.ceil(below.inverseCumulativeProbability(1 - LOWER) * sorted.length);
    return (sorted[(int) Math.min(high, sorted.length) - 1] - sorted[(int) Math.max(low, 1) - 1])
        / 2;
  }
}

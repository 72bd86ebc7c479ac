package org.cusp.diagnostics;

import java.util.Arrays;
import org.cusp.contract.InvalidInput;
import org.cusp.numerics.Quantiles;

/**
 * Effective sample size: the number of independent draws that would estimate as precisely as the S
 * draws of these chains.
 *
 * <pre>
 *   ESS   = S / tau,  tau = 1 + 2 sum_{t>=1} rho_t,
 *   rho_t = 1 - (W - mean_c gamma_c(t)) / ((N - 1)/N W + B/N)
 * </pre>
 *
 * with gamma_c(t) the autocovariance of chain c at lag t (divisor N), W and B/N as in {@link Rhat}:
 * chains that disagree lower the ESS. The sum is cut off by Geyer's initial monotone positive
 * sequence (1992, DOI 10.1214/ss/1177011137): pairs rho_2k + rho_2k+1 as long as they are positive
 * and lags remain, each no larger than the one before, then the next even lag once. tau is at least
 * 1/log10(S), which caps antithetic chains. Source: Vehtari, Gelman, Simpson, Carpenter and Bürkner
 * 2021, DOI 10.1214/20-BA1221, section 3.2; cut-off as in the R package posterior 1.4.0.
 *
 * <p>Chains are split in two throughout. Draws are {@code double[chain][draw]}; NaN where any draw
 * is not finite, where all draws are equal, or with fewer than four draws per chain. With fewer
 * than twelve, only lag one is used and the answer is crude.
 */
public final class Ess {
  private Ess() {}

  /** For the mean: no rank normalisation; needs draws of finite variance. */
  public static double mean(double[][] draws) {
    return Chains.areInformative(draws) ? unsplit(Chains.split(draws)) : Double.NaN;
  }

  /** For the bulk: of the normal scores of the ranks, so that finite variance is not needed. */
  public static double bulk(double[][] draws) {
    return Chains.areInformative(draws)
        ? unsplit(Ranks.normalScores(Chains.split(draws)))
        : Double.NaN;
  }

  /** For the tails: the smaller of the ESS of the 5% and of the 95% quantile. */
  public static double tail(double[][] draws) {
    return Math.min(quantile(draws, 0.05), quantile(draws, 0.95));
  }

  /**
   * For a quantile: of the indicator of draws not above it.
   *
   * @param p probability in (0, 1)
   * @return NaN also where no draw lies above the quantile, because of ties
   */
  public static double quantile(double[][] draws, double p) {
    if (!(p > 0 && p < 1)) {
      throw new InvalidInput("p must be in (0, 1), got " + p);
    }
    if (!Chains.areInformative(draws)) {
      return Double.NaN;
    }
    double quantile = Quantiles.ofSorted(Ranks.sorted(draws), p);
    return mean(Chains.map(draws, x -> x <= quantile ? 1 : 0));
  }

  /** ESS of the chains as they are; at least two draws each. */
  static double unsplit(double[][] chains) {
    if (Chains.areEqual(chains)) {
      return Double.NaN;
    }
    double total = (double) chains.length * chains[0].length;
    double tau = autocorrelationTime(autocorrelation(chains));
    return total / Math.max(tau, 1 / Math.log10(total));
  }

  /** The combined rho_t of several chains, at lags 0..N-1. */
  private static double[] autocorrelation(double[][] chains) {
    int length = chains[0].length;
    double[] autocovariance = Autocovariance.mean(chains);
    double within = autocovariance[0] * length / (length - 1);
    double all = autocovariance[0];
    if (chains.length > 1) {
      all += Moments.variance(Arrays.stream(chains).mapToDouble(Moments::mean).toArray());
    }
    double[] rho = new double[length];
    rho[0] = 1;
    for (int lag = 1; lag < length; lag++) {
      rho[lag] = 1 - (within - autocovariance[lag]) / all;
    }
    return rho;
  }

  private static double autocorrelationTime(double[] rho) {
    int cut = 0;
    double sum = 0;
    double previous = Double.POSITIVE_INFINITY;
    while (cut < rho.length - 5 && rho[cut] + rho[cut + 1] > 0) {
      previous = Math.min(previous, rho[cut] + rho[cut + 1]);
      sum += previous;
      cut += 2;
    }
    // The even lag after the cut lowers the variance for antithetic chains. Without any whole pair
    // before it there is only lag one to go by.
    return cut > 0 ? -1 + 2 * sum + Math.max(rho[cut], 0) : -1 + 2 * Math.max(rho[0] + rho[1], 0);
  }
}

package org.cusp.tuning;

import java.util.Arrays;

/**
 * How far the next temperature of a ladder may be from the present one: as far as draws from the
 * one are worth at least half as many draws from the other, by the effective sample size of the
 * weights
 *
 * <pre>( sum_i u_i )^2 / (N sum_i u_i^2),   u_i = exp(-(beta' - beta) E_i).</pre>
 *
 * For energies that are nearly normal this makes (beta' - beta) sd(E) = sqrt(ln 2), with which two
 * neighbours exchange in 55% of attempts. Source: the resampling criterion of A. Jasra et al.,
 * "Inference for Lévy-driven stochastic volatility models via adaptive sequential Monte Carlo",
 * Scand. J. Statist. 38 (2011) 1-22.
 */
final class NextTemperature {
  private static final double WORTH = 0.5;
  private static final double DECADES = 1e30;
  private static final int HALVINGS = 60;

  private NextTemperature() {}

  /**
   * The largest beta' that draws at beta reach, at most {@code top}.
   *
   * @param energy of draws at beta; infinite ones have weight 0
   */
  static double after(double beta, double[] energy, double top) {
    if (worth(energy, top - beta) >= WORTH) {
      return top;
    }
    double high = Math.log(top - beta);
    double low = high - Math.log(DECADES);
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (worth(energy, Math.exp(middle)) >= WORTH) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return beta + Math.exp(low);
  }

  private static double worth(double[] energy, double distance) {
    double least = Arrays.stream(energy).min().orElseThrow();
    double sum = 0;
    double squares = 0;
    int finite = 0;
    for (double e : energy) {
      double weight = Math.exp(-distance * (e - least));
      sum += weight;
      squares += weight * weight;
      finite += Double.isFinite(e) ? 1 : 0;
    }
    return sum * sum / squares / finite;
  }
}

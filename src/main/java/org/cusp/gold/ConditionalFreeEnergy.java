package org.cusp.gold;

import org.cusp.contract.Check;

/**
 * The free energy of the data at hand, without sampling error: {@code F = -log integral exp(-nBeta
 * L_n(w)) N(w; c, I/gamma) dw}, in nats. At nBeta = n it is the negative log evidence under the
 * prior {@code N(c, I/gamma)}.
 *
 * @param nBeta n times the inverse temperature, in (0, inf)
 * @param gamma 1 / variance of the prior, in (0, inf)
 */
public record ConditionalFreeEnergy(double nBeta, double gamma) {
  private static final LocalIntegral.Tolerance TOLERANCE = new LocalIntegral.Tolerance(1e-7, 1e-6);

  public ConditionalFreeEnergy {
    Check.positive("nBeta", nBeta);
    Check.positive("gamma", gamma);
  }

  /**
   * A free energy.
   *
   * @param freeEnergy F
   * @param error estimated, as a rule far too large; 0 for a closed form
   */
  public record Value(double freeEnergy, double error) {}

  /**
   * The free energy under a prior around c.
   *
   * @param centre c, as many parameters as the loss has
   */
  public Value at(ConditionalLoss loss, double[] centre) {
    LocalIntegral integral = new LocalIntegral(loss, nBeta, centre, gamma);
    LocalIntegral.Sums sums = integral.integrate((given, outer, out) -> out[0] = 1, 1, TOLERANCE);
    double logIntegral = Math.log(sums.value()[0]) + sums.logScale();
    return new Value(nBeta * integral.atCentre() - logIntegral, sums.error()[0] / sums.value()[0]);
  }
}

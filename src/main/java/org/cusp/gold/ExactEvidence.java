package org.cusp.gold;

import org.cusp.contract.Check;
import org.hipparchus.special.Gamma;

/** Free energies in closed form. */
final class ExactEvidence {
  private ExactEvidence() {}

  /** {@code -log integral_0^1 exp(-n w^(2k)) dw}: an incomplete gamma function. */
  public static double power(int k, double n) {
    Check.atLeast("k", k, 1);
    Check.positive("n", n);
    double shape = 1.0 / (2 * k);
    return -Math.log(shape * Gamma.regularizedGammaP(shape, n))
        - Gamma.logGamma(shape)
        + shape * Math.log(n);
  }
}

package org.cusp.tensor;

import org.cusp.contract.Check;

/**
 * Part of a leapfrog step: p <- p - kick (nBeta g + gamma (w - centre)), then w <- w + drift p.
 *
 * @param kick time for which the force acts
 * @param drift time for which the parameters move; 0 for the last half kick
 * @param nBeta factor of the gradient of the mean loss per datum
 * @param gamma strength of the localisation
 */
public record LeapfrogStep(double kick, double drift, double nBeta, double gamma) {
  public LeapfrogStep {
    Check.nonNegative("kick", kick);
    Check.nonNegative("drift", drift);
    Check.nonNegative("nBeta", nBeta);
    Check.nonNegative("gamma", gamma);
  }

  public double gradientFactor() {
    return -kick * nBeta;
  }

  public double localisationFactor() {
    return -kick * gamma;
  }
}

package org.cusp.tensor;

import org.cusp.contract.Check;

/**
 * The force of underdamped Langevin dynamics, and half a step along the velocity that it leaves:
 *
 * <pre>u &lt;- u - stepSize (nBeta g + gamma (w - centre));  w &lt;- w + u / 2</pre>
 *
 * The velocity u is the displacement of one step, so its stationary variance is the step size.
 *
 * @param stepSize square of the time step at unit mass
 * @param nBeta factor of the gradient of the mean loss per datum
 * @param gamma strength of the localisation
 */
public record KickStep(double stepSize, double nBeta, double gamma) {
  public KickStep {
    Check.nonNegative("stepSize", stepSize);
    Check.nonNegative("nBeta", nBeta);
    Check.nonNegative("gamma", gamma);
  }

  public double gradientFactor() {
    return -stepSize * nBeta;
  }

  public double localisationFactor() {
    return -stepSize * gamma;
  }
}

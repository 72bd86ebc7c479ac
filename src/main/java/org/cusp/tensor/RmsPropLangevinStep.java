package org.cusp.tensor;

import org.cusp.contract.Check;

/**
 * One Langevin step with a step size for each parameter, as RMSProp chooses it:
 *
 * <pre>
 * v &lt;- beta2 v + (1 - beta2) g^2
 * s  = 1 / (sqrt(v / (1 - beta2^t)) + stabiliser)
 * w &lt;- w - (stepSize s / 2) (nBeta g + gamma (w - centre)) + N(0, stepSize s)
 * </pre>
 *
 * with g the gradient of the mean loss: neither nBeta nor the localisation enters v.
 *
 * @param langevin the step where s = 1
 * @param beta2 decay of the running mean of squares, in [0, 1)
 * @param stabiliser bounds the step size of parameters without gradient; positive, in units of g
 * @param t the number of this step, counted from 1
 */
public record RmsPropLangevinStep(LangevinStep langevin, double beta2, double stabiliser, long t) {
  public RmsPropLangevinStep {
    Check.inRange("beta2", beta2, 0.0, Math.nextDown(1.0));
    Check.positive("stabiliser", stabiliser);
    Check.atLeast("t", t, 1L);
  }

  public double secondCorrection() {
    return 1 / (1 - Math.pow(beta2, t));
  }
}

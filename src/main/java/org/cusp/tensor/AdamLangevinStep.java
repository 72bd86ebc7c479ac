package org.cusp.tensor;

import org.cusp.contract.Check;

/**
 * {@link RmsPropLangevinStep} with a running mean of the gradient in place of the gradient:
 *
 * <pre>
 * m &lt;- beta1 m + (1 - beta1) g
 * w &lt;- w - (stepSize s / 2) (nBeta m / (1 - beta1^t) + gamma (w - centre)) + N(0, stepSize s)
 * </pre>
 *
 * @param preconditioned what RMSProp does with the same gradient
 * @param beta1 decay of the running mean, in [0, 1)
 */
public record AdamLangevinStep(RmsPropLangevinStep preconditioned, double beta1) {
  public AdamLangevinStep {
    Check.inRange("beta1", beta1, 0.0, Math.nextDown(1.0));
  }

  public double firstCorrection() {
    return 1 / (1 - Math.pow(beta1, preconditioned.t()));
  }
}

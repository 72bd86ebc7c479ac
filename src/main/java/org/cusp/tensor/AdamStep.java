package org.cusp.tensor;

import org.cusp.contract.Check;

/**
 * One step of Adam with decoupled weight decay: m <- beta1 m + (1 - beta1) g; v <- beta2 v + (1 -
 * beta2) g^2; w <- w - learningRate (m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon) +
 * weightDecay w).
 *
 * <p>Sources: D. P. Kingma, J. Ba, "Adam", ICLR 2015, arXiv:1412.6980; I. Loshchilov, F. Hutter,
 * "Decoupled weight decay regularization", ICLR 2019, arXiv:1711.05101.
 *
 * @param t the number of this step, counted from 1
 */
public record AdamStep(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay, long t) {
  public AdamStep {
    Check.nonNegative("learningRate", learningRate);
    Check.inRange("beta1", beta1, 0.0, 1.0);
    Check.inRange("beta2", beta2, 0.0, 1.0);
    Check.positive("epsilon", epsilon);
    Check.nonNegative("weightDecay", weightDecay);
    Check.atLeast("t", t, 1L);
  }

  public double firstCorrection() {
    return 1 / (1 - Math.pow(beta1, t));
  }

  public double secondCorrection() {
    return 1 / (1 - Math.pow(beta2, t));
  }
}

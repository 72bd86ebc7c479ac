package org.cusp.tensor.update;

import org.cusp.contract.Check;

/**
 * One step of Adam with decoupled weight decay: m := beta1 m + (1 - beta1) g; v := beta2 v + (1 -
 * beta2) g^2; w := w - learningRate (m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon) +
 * weightDecay w).
 *
 * <p>Sources: D. P. Kingma, J. Ba, "Adam", ICLR 2015, arXiv:1412.6980; I. Loshchilov, F. Hutter,
 * "Decoupled weight decay regularization", ICLR 2019, arXiv:1711.05101.
 *
 * @param t the number of this step, counted from 1
 */
public record AdamStep(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay, long t) {
  /**
   * Operands w (Modified), gradient, running mean of the gradient, of its square (both Modified);
   * factors as {@link #factors}.
   */
  public static final Update UPDATE =
      Update.named("adam")
          .set(2, Term.factor(0).times(Term.value(2)).plus(Term.factor(1).times(Term.value(1))))
          .set(3, RmsPropLangevinStep.squares(Term.value(3), Term.value(1), 2, 3))
          .set(
              0,
              Term.factor(7)
                  .times(Term.value(0))
                  .minus(
                      Term.factor(4)
                          .times(Term.value(2))
                          .over(Term.value(3).times(Term.factor(5)).root().plus(Term.factor(6)))));

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

  /**
   * Those of {@link #UPDATE}: beta1, 1 - beta1, beta2, 1 - beta2, learning rate with the first
   * correction, second correction, epsilon, what weight decay leaves.
   */
  public double[] factors() {
    return new double[] {
      beta1,
      1 - beta1,
      beta2,
      1 - beta2,
      learningRate * firstCorrection(),
      secondCorrection(),
      epsilon,
      1 - learningRate * weightDecay
    };
  }
}

package org.cusp.tensor.update;

import org.cusp.contract.Check;

/**
 * One step of gradient descent with heavy-ball momentum and weight decay: v := momentum v + g +
 * weightDecay w; w := w - learningRate v (the convention of the common deep learning libraries).
 */
public record MomentumStep(double learningRate, double momentum, double weightDecay) {
  /** Operands w (Modified), gradient, velocity (Modified); factors as {@link #factors}. */
  public static final Update UPDATE =
      Update.named("momentum")
          .set(
              2,
              Update.sum(
                  Term.factor(1).times(Term.value(2)),
                  Term.value(1),
                  Term.factor(2).times(Term.value(0))))
          .set(0, Term.value(0).minus(Term.factor(0).times(Term.value(2))));

  public MomentumStep {
    Check.nonNegative("learningRate", learningRate);
    Check.inRange("momentum", momentum, 0.0, 1.0);
    Check.nonNegative("weightDecay", weightDecay);
  }

  /** Those of {@link #UPDATE}: learning rate, momentum, weight decay. */
  public double[] factors() {
    return new double[] {learningRate, momentum, weightDecay};
  }
}

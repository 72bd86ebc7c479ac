package org.cusp.tensor;

import org.cusp.contract.Check;

/**
 * One step of gradient descent with heavy-ball momentum and weight decay: v <- momentum v + g +
 * weightDecay w; w <- w - learningRate v (the convention of the common deep learning libraries).
 */
public record MomentumStep(double learningRate, double momentum, double weightDecay) {
  public MomentumStep {
    Check.nonNegative("learningRate", learningRate);
    Check.inRange("momentum", momentum, 0.0, 1.0);
    Check.nonNegative("weightDecay", weightDecay);
  }
}

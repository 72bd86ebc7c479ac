package org.cusp.report.figures;

import org.cusp.contract.Check;

/**
 * One point of a training trajectory.
 *
 * @param step optimiser steps done, from 0
 * @param epoch passes over the training data done, may be NaN
 * @param loss training loss in nats per datum, may be NaN
 * @param testLoss held-out loss in nats per datum; NaN between evaluations
 * @param testAccuracy fraction of held-out data classified correctly, in [0, 1]; NaN between
 *     evaluations and for regression
 */
public record LossPoint(
    long step, double epoch, double loss, double testLoss, double testAccuracy) {
  public LossPoint {
    Check.atLeast("step", step, 0);
    if (!Double.isNaN(testAccuracy)) {
      Check.inRange("testAccuracy", testAccuracy, 0, 1);
    }
  }
}

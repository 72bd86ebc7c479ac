package org.cusp.report.figures;

import org.cusp.contract.Check;

/**
 * The empirical log-likelihood ratio K_n of one checkpoint: the mean over the data of {@code log
 * q(x) / p(x|w)}, in nats per datum, with q the reference. It is an average over a sample and may
 * be negative.
 *
 * @param step optimiser steps done at the checkpoint, from 0
 * @param trainValue K_n over the training data; NaN when unknown
 * @param trainSe its standard error; NaN when unknown
 * @param testValue K_n over held-out data; NaN when unknown
 * @param testSe its standard error; NaN when unknown
 */
public record KnPoint(
    long step, double trainValue, double trainSe, double testValue, double testSe) {
  public KnPoint {
    Check.atLeast("step", step, 0);
  }
}

package org.cusp.run.observer;

import org.cusp.tensor.Slab;

/**
 * A draw of the chains of one pass, at one temperature. Valid while it is shown. Chains are counted
 * from 0 within the pass.
 */
public interface Draw {
  /** Its number from 0 in its chain, burn-in included where that is drawn too. */
  int number();

  /** Which temperature: from 0, the hottest, to {@code rungs() - 1}, the posterior's own. */
  int rung();

  /** Temperatures of the run; 1 for plain chains. */
  int rungs();

  /** The inverse temperature; 0 for the prior. */
  double beta();

  /** Whether the chain is still at finite numbers: if not, nothing is known of it. */
  boolean isRunning(int chain);

  /**
   * L(w) - L(w*) in nats per datum: on all data of an exact sampler at these parameters, of a
   * sampler on batches the mean over the steps of the draw, each on its batch.
   */
  double deltaLoss(int chain);

  /** The probability with which the proposals of the draw were accepted; NaN for the prior. */
  double acceptance(int chain);

  /** The parameters [chains, P], not to be written to. */
  Slab w();

  /** A copy of the parameters of a chain. */
  default double[] parameters(int chain) {
    return w().getRow(chain);
  }

  /** Whether it is of the posterior itself. */
  default boolean isColdest() {
    return rung() == rungs() - 1;
  }
}

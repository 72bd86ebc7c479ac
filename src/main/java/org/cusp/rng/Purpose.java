package org.cusp.rng;

/**
 * What random numbers are for. Streams of different purposes are independent, so that, say, a
 * larger batch does not change the noise of a chain. The codes are part of what a seed means: they
 * never change.
 */
public enum Purpose {
  /** Initial weights of a network. */
  INITIALISATION(1),
  /** Which examples are held out. */
  SPLIT(2),
  /** Which examples form a minibatch in training. */
  TRAINING_BATCH(3),
  /** Which examples form a minibatch of a sampler. */
  SAMPLING_BATCH(4),
  /** The noise of a sampler. */
  NOISE(5),
  /** Inputs of a synthetic data set. */
  INPUTS(6),
  /** Outputs of a synthetic data set given its inputs. */
  OUTPUTS(7),
  /** The true parameter of a problem. */
  TRUTH(8),
  /** Starting vectors of an iterative method. */
  START(9),
  /** A parameter near the truth of a problem. */
  PERTURBATION(16),
  /** What an experiment draws before it begins, such as the sizes of its networks. */
  DESIGN(24),
  /** Draws from a prior. */
  PRIOR(25),
  /** Which replicas exchange their temperatures. */
  EXCHANGE(26),
  /** Which data a sampler's reference is made from, and what they might have been. */
  REFERENCE(29);

  private final int code;

  Purpose(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}

package org.cusp.model;

import org.cusp.tensor.MatrixStack;

/**
 * A model bound to one slab of parameters, its gradient and the working memory of a pass. Used by
 * one thread at a time. Losses are negative log-likelihoods in nats, per datum, constants included.
 */
public interface Evaluator extends AutoCloseable {
  /**
   * The loss of each datum of a batch.
   *
   * @param losses (Output) [chain][datum]
   */
  void losses(Batch batch, double[][] losses);

  /**
   * The loss of each datum of a batch, and the gradient of their mean, written to the bound
   * gradient.
   *
   * @param losses (Output) [chain][datum]
   */
  void lossesAndGradient(Batch batch, double[][] losses);

  /** The outputs of the network, batch x outputs, valid until the next call. */
  MatrixStack outputs(Batch batch);

  @Override
  void close();
}

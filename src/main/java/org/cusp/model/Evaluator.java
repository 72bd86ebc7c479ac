package org.cusp.model;

import org.cusp.model.batch.Batch;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;

/**
 * A model bound to one slab of parameters and to the working memory of a pass. Used by one thread
 * at a time. Losses are negative log-likelihoods in nats, per datum, constants included.
 */
public interface Evaluator extends AutoCloseable {
  /**
   * The loss of each datum of a batch.
   *
   * @param losses (Output) in double, [chains, at least the batch]
   */
  void losses(Batch batch, Slab losses);

  /**
   * The loss of each datum of a batch, and the gradient of their mean.
   *
   * @param gradient (Output) [chains, P]; best the same slab at every call
   * @param losses (Output) in double, [chains, at least the batch]
   */
  void lossesAndGradient(Batch batch, Slab gradient, Slab losses);

  /** The outputs of the network, batch x outputs, valid until the next call. */
  MatrixStack outputs(Batch batch);

  @Override
  void close();
}

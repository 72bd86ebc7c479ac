package org.cusp.model;

import org.cusp.model.batch.Batch;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;

/** An {@link Evaluator} that is told for each tensor where its gradient goes, if anywhere. */
public interface PlacedEvaluator extends AutoCloseable {
  /** As {@link Evaluator#losses}. */
  void losses(Batch batch, Slab losses);

  /**
   * The loss of each datum of a batch, and the gradient of their mean where it is wanted.
   *
   * @param gradient (Output) the places of the tensors wanted, with a row for each chain; best the
   *     same object at every call
   * @param losses (Output) in double, [chains, at least the batch]
   */
  void lossesAndGradient(Batch batch, Places gradient, Slab losses);

  /** As {@link Evaluator#outputs}. */
  MatrixStack outputs(Batch batch);

  @Override
  void close();
}

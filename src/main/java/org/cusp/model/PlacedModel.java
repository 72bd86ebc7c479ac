package org.cusp.model;

import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/**
 * A model whose tensors need not lie in one slab: what a {@link RestrictedModel} can be made of.
 * Anybody may write one.
 */
public interface PlacedModel extends Model {
  /**
   * Binds the model to parameters.
   *
   * @param kernels used by this evaluator alone
   * @param values of every tensor
   * @param capacity the largest batch
   */
  PlacedEvaluator placed(Kernels kernels, Places values, int capacity);

  @Override
  default Evaluator evaluator(Kernels kernels, Slab w, int capacity) {
    ParamSpace space = parameters();
    return new WholeEvaluator(space, placed(kernels, Places.of(space, w), capacity));
  }
}

package org.cusp.model;

import java.util.List;
import org.cusp.tensor.Kernels;

/** A model that is a stack of dense layers and nothing else. */
interface DenseNetwork extends PlacedModel {
  /** The layers and where their parameters lie. */
  DenseStack stack();

  @Override
  default ParamSpace parameters() {
    return stack().parameters();
  }

  @Override
  default List<ParamSpace.Tensor> offsets() {
    List<Dense> layers = stack().layers();
    return likelihood() instanceof Likelihood.Gaussian
        ? layers.get(layers.size() - 1).bias().stream().toList()
        : List.of();
  }

  @Override
  default PlacedEvaluator placed(Kernels kernels, Places values, int capacity) {
    return new DenseEvaluator(kernels, stack().layers(), likelihood(), values, capacity);
  }
}

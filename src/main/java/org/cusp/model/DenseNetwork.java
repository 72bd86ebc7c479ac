package org.cusp.model;

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
  default PlacedEvaluator placed(Kernels kernels, Places values, int capacity) {
    return new DenseEvaluator(kernels, stack().layers(), likelihood(), values, capacity);
  }
}

package org.cusp.train;

import java.util.List;
import org.cusp.spec.training.OptimizerSpec;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/** How a gradient changes the weights: settings without state; the state is slabs like them. */
public sealed interface Optimizer permits Sgd, Adam {
  /** The optimizer with these settings. */
  static Optimizer of(OptimizerSpec spec) {
    return spec instanceof OptimizerSpec.Adam adam
        ? new Adam(adam)
        : new Sgd((OptimizerSpec.Sgd) spec);
  }

  /** The names of the slabs of its state, which begin with zeros. */
  List<String> stateNames();

  /**
   * One update.
   *
   * @param w (Modified) weights
   * @param gradient (Input) of the mean loss
   * @param state (Modified) one slab for each name, of the shape of w
   * @param rate the learning rate of this step
   * @param t the step, from 0
   */
  void step(Kernels kernels, Slab w, Slab gradient, List<Slab> state, double rate, long t);
}

package org.cusp.train;

import java.util.List;
import org.cusp.spec.training.OptimizerSpec;
import org.cusp.tensor.Move;
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
   * The update of every step.
   *
   * @param w (Modified) weights
   * @param gradient (Input) of the mean loss
   * @param state (Modified) one slab for each name, of the shape of w
   * @return to be closed; {@link #factors} are to be set before each step
   */
  Move move(Slab w, Slab gradient, List<Slab> state);

  /**
   * What the update of a step depends on.
   *
   * @param rate the learning rate of this step
   * @param t the step, from 0
   */
  double[] factors(double rate, long t);
}

package org.cusp.train;

import java.util.List;
import org.cusp.spec.training.OptimizerSpec;
import org.cusp.tensor.AdamStep;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/** Adam with decoupled weight decay, see {@link AdamStep}. */
public record Adam(OptimizerSpec.Adam settings) implements Optimizer {
  private static final List<String> STATE = List.of("first", "second");

  @Override
  public List<String> stateNames() {
    return STATE;
  }

  @Override
  public void step(Kernels kernels, Slab w, Slab gradient, List<Slab> state, double rate, long t) {
    AdamStep step =
        new AdamStep(
            rate,
            settings.beta1(),
            settings.beta2(),
            settings.epsilon(),
            settings.weightDecay(),
            t + 1);
    kernels.adam(step, w, gradient, state.get(0), state.get(1));
  }
}

package org.cusp.train;

import java.util.List;
import org.cusp.spec.training.OptimizerSpec;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MomentumStep;
import org.cusp.tensor.Slab;

/** Gradient descent with heavy-ball momentum and weight decay, see {@link MomentumStep}. */
public record Sgd(OptimizerSpec.Sgd settings) implements Optimizer {
  private static final List<String> STATE = List.of("velocity");

  @Override
  public List<String> stateNames() {
    return STATE;
  }

  @Override
  public void step(Kernels kernels, Slab w, Slab gradient, List<Slab> state, double rate, long t) {
    MomentumStep step = new MomentumStep(rate, settings.momentum(), settings.weightDecay());
    kernels.momentum(step, w, gradient, state.get(0));
  }
}

package org.cusp.train;

import java.util.List;
import org.cusp.spec.training.OptimizerSpec;
import org.cusp.tensor.Move;
import org.cusp.tensor.Slab;
import org.cusp.tensor.update.MomentumStep;

/** Gradient descent with heavy-ball momentum and weight decay, see {@link MomentumStep}. */
public record Sgd(OptimizerSpec.Sgd settings) implements Optimizer {
  private static final List<String> STATE = List.of("velocity");

  @Override
  public List<String> stateNames() {
    return STATE;
  }

  @Override
  public Move move(Slab w, Slab gradient, List<Slab> state) {
    return Move.of(MomentumStep.UPDATE, factors(0, 0), w, gradient, state.get(0));
  }

  @Override
  public double[] factors(double rate, long t) {
    return new MomentumStep(rate, settings.momentum(), settings.weightDecay()).factors();
  }
}

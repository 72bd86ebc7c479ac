package org.cusp.train;

import java.util.List;
import org.cusp.spec.training.OptimizerSpec;
import org.cusp.tensor.Move;
import org.cusp.tensor.Slab;
import org.cusp.tensor.update.AdamStep;

/** Adam with decoupled weight decay, see {@link AdamStep}. */
public record Adam(OptimizerSpec.Adam settings) implements Optimizer {
  private static final List<String> STATE = List.of("first", "second");

  @Override
  public List<String> stateNames() {
    return STATE;
  }

  @Override
  public Move move(Slab w, Slab gradient, List<Slab> state) {
    return Move.of(AdamStep.UPDATE, factors(0, 0), w, gradient, state.get(0), state.get(1));
  }

  @Override
  public double[] factors(double rate, long t) {
    AdamStep step =
        new AdamStep(
            rate,
            settings.beta1(),
            settings.beta2(),
            settings.epsilon(),
            settings.weightDecay(),
            t + 1);
    return step.factors();
  }
}

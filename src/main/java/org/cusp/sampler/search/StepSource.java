package org.cusp.sampler.search;

import org.cusp.state.HasState;
import org.cusp.state.State;

/** Where the step sizes of a warm-up come from. */
public interface StepSource extends HasState {
  /** For the next transition. */
  double current();

  /** Takes in the mean acceptance of one transition of all chains. */
  void learn(double acceptance);

  /** For good. */
  double settled();

  /** A step size that is not to be found. */
  record Given(double step) implements StepSource {
    @Override
    public double current() {
      return step;
    }

    @Override
    public void learn(double acceptance) {
      // There is nothing to learn.
    }

    @Override
    public double settled() {
      return step;
    }

    @Override
    public void state(State at) {
      // There is nothing that changes.
    }
  }
}

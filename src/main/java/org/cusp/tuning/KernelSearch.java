package org.cusp.tuning;

import java.util.Optional;
import org.cusp.posterior.Posterior;
import org.cusp.sampler.Hamiltonian;
import org.cusp.sampler.Hmc;
import org.cusp.sampler.SplitHmc;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.sampler.search.StepSizeSearch;
import org.cusp.sampler.search.WidthSearch;
import org.cusp.state.HasState;
import org.cusp.state.State;

/** How the settings of a kernel are found at one temperature, from what all chains do together. */
interface KernelSearch extends HasState {
  /** For the next transition. */
  Hamiltonian current();

  /**
   * Takes in one transition of all chains.
   *
   * @param acceptance mean probability of acceptance
   * @param positions where they are
   */
  void learn(double acceptance, double[][] positions);

  /** With what was found. */
  Hamiltonian settled();

  /**
   * By leapfrog steps, whose trajectories are kept short: what a cold replica does not reach in one
   * of them, it gets from the warmer ones.
   *
   * @param transitions of the whole search
   */
  static KernelSearch ofLeapfrogs(Posterior posterior, double firstStep, int transitions) {
    StepSizeSearch steps = new StepSizeSearch(firstStep, Hmc.ACCEPTANCE);
    WidthSearch widths = new WidthSearch(posterior.size(), 1 / Math.sqrt(posterior.gamma()));
    return new KernelSearch() {
      private int made;

      @Override
      public Hmc current() {
        return kernel(steps.current());
      }

      @Override
      public void learn(double acceptance, double[][] positions) {
        steps.learn(acceptance);
        for (double[] w : positions) {
          widths.learn(w, posterior.centre());
        }
        if (made == transitions / 3) {
          widths.forgetWindow();
        }
        made++;
        if (made == transitions) {
          widths.endWindow();
        }
      }

      @Override
      public Hmc settled() {
        return kernel(steps.settled());
      }

      private Hmc kernel(double step) {
        double most = RungSearch.MOST_LEAPFROGS * step;
        return new Hmc(step, Math.min(widths.trajectoryLength(), most));
      }

      @Override
      public void state(State at) {
        steps.state(at.in("steps"));
        widths.state(at.in("widths"));
        made = (int) at.whole("learnt", made);
      }
    };
  }

  /** About a reference, by a quarter turn at most. */
  static KernelSearch about(GaussianReference reference, double firstStep) {
    StepSizeSearch steps = StepSizeSearch.calm(firstStep, SplitHmc.ACCEPTANCE);
    return new KernelSearch() {
      @Override
      public SplitHmc current() {
        return kernel(steps.current());
      }

      @Override
      public void learn(double acceptance, double[][] positions) {
        steps.learn(acceptance);
      }

      @Override
      public SplitHmc settled() {
        return kernel(steps.settled());
      }

      private SplitHmc kernel(double step) {
        return new SplitHmc(step, SplitHmc.DEFAULT_ANGLE, Optional.of(reference));
      }

      @Override
      public void state(State at) {
        steps.state(at.in("steps"));
      }
    };
  }
}

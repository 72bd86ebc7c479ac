package org.cusp.sampler;

import java.util.Map;
import java.util.Set;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;

/**
 * A sampler with a Metropolis step on all data, which leaves the posterior invariant whatever its
 * settings are. They are found by a warm-up and then frozen.
 *
 * @param <P> what its chains propose by, such as a {@link Trajectory}
 */
public interface ExactSampler<P> extends Sampler {
  @Override
  ExactSampler<P> with(Map<String, Double> values);

  @Override
  MetropolisChains<P> start(PosteriorPass pass, RandomStream[] noise);

  /** What chains with these settings propose by. */
  P proposal();

  /**
   * How chains find their settings from where they start.
   *
   * @param given keys of the settings that stay as they are here
   */
  Adaptation<P> adaptation(Set<String> given, Surroundings around);

  /**
   * This sampler, whose settings were found for another posterior, for one nearby.
   *
   * @param scale by what lengths that the localisation determines have changed
   * @param positions where the chains are, [chain][parameter]
   */
  default ExactSampler<P> carriedOver(double scale, double[][] positions, Surroundings around) {
    return this;
  }

  /**
   * How a warm-up is cut up, and what is left out after it.
   *
   * @param window transitions between two of which what was found is compared
   * @param least transitions of a warm-up
   * @param burnIn of so many draws after the warm-up one is left out
   */
  record Pace(int window, int least, int burnIn) {
    /** Of chains that take some dozens of transitions to leave w*. */
    static final Pace USUAL = new Pace(20, 60, 5);
  }

  /** How long its chains take to forget where they were. */
  default Pace pace() {
    return Pace.USUAL;
  }

  /** Gradients of the longest proposal. */
  default int gradientsOfAProposal() {
    return 1;
  }

  /**
   * Gradients that a proposal will take on average, before anything was found.
   *
   * @param scales the ratio of the posterior's widest scale to its narrowest
   */
  default double foreseenGradients(double scales) {
    return 1;
  }

  /**
   * Transitions at the start of a warm-up whose pace says nothing of those that follow.
   *
   * @param made transitions so far: what they found may have begun again with some of them
   */
  default int unsettledTransitions(int made) {
    return 0;
  }

  @Override
  default boolean isExact() {
    return true;
  }
}

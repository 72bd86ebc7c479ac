package org.cusp.tuning;

import java.util.Locale;
import org.cusp.sampler.ExactSampler;

/**
 * What the warm-up of Metropolis-corrected chains ended with.
 *
 * @param stepSize as the sampler takes it
 * @param leapfrogs gradients of the longest proposal: of HMC the leapfrog steps of a trajectory
 * @param transitions of each chain
 * @param seconds that it took
 */
public record WarmUpFacts(double stepSize, int leapfrogs, int transitions, double seconds) {
  static WarmUpFacts of(ExactSampler<?> tuned, int transitions, double seconds) {
    return new WarmUpFacts(tuned.stepSize(), tuned.gradientsOfAProposal(), transitions, seconds);
  }

  /** In one line. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "warm-up: step size %.3g, longest trajectory %d leapfrog step%s, after %d transitions in"
            + " %.2g s",
        stepSize,
        leapfrogs,
        leapfrogs == 1 ? "" : "s",
        transitions,
        seconds);
  }
}

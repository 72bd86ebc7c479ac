package org.cusp.tuning;

import java.util.Locale;
import org.cusp.sampler.Hmc;
import org.cusp.sampler.Sampler;

/**
 * What the warm-up of Metropolis-corrected chains ended with.
 *
 * @param stepSize as the sampler takes it
 * @param leapfrogs of the longest trajectory; 1 for MALA
 * @param transitions of each chain
 * @param seconds that it took
 */
public record WarmUpFacts(double stepSize, int leapfrogs, int transitions, double seconds) {
  static WarmUpFacts of(Sampler tuned, int transitions, double seconds) {
    double step = ((Number) tuned.settings().get("stepSize")).doubleValue();
    return new WarmUpFacts(step, leapfrogs(tuned), transitions, seconds);
  }

  private static int leapfrogs(Sampler tuned) {
    return tuned instanceof Hmc hmc
        ? (int)
            Math.rint(
                Math.min(Hmc.MOST_LEAPFROGS, Math.max(1, hmc.trajectoryLength() / hmc.stepSize())))
        : 1;
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

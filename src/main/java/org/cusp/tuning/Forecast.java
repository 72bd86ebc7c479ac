package org.cusp.tuning;

import java.util.Locale;
import java.util.Optional;
import org.cusp.clock.Deadline;
import org.cusp.run.LiveChains;
import org.cusp.sampler.ExactSampler;

/**
 * What a run on all data was foreseen to take, held against what it takes. The forecast looks at
 * the curvature at w*; on the typical set it may be larger, the step then collapses and
 * trajectories become long. A forecast has failed where the run is seen to take more than twice as
 * long, and more than twice the time that it has.
 */
final class Forecast {
  /** So much longer than foreseen is not what was chosen. */
  static final double FACTOR = 2;

  /** Trajectories of different lengths that a judgement takes at least. */
  private static final int JUDGED = 5;

  /** Those must be made in this share of the time. */
  private static final double TRIAL_SHARE = 0.3;

  private final String sampler;
  private final double foreseen;
  private final Deadline deadline;
  private final Deadline trial;
  private final double available;
  private final LiveChains live;
  private final int unsettled;
  private double unsettledSeconds;
  private boolean onTrial = true;
  private double seen = Double.NaN;

  /**
   * Chains at the start of a run, which end with the trial until they have passed it.
   *
   * @param sampler whose first transitions may say nothing of its pace
   * @param foreseen seconds of the {@link SamplerChoice#TRANSITIONS} of all chains
   */
  Forecast(ExactSampler<?> sampler, double foreseen, Deadline deadline, LiveChains live) {
    this.sampler = sampler.name();
    this.unsettled = sampler.unsettledTransitions();
    this.foreseen = foreseen;
    this.deadline = deadline;
    this.trial = deadline.part(TRIAL_SHARE);
    this.available = deadline.left();
    this.live = live;
    live.until(trial);
  }

  /**
   * Asked between two transitions of the warm-up, and after it. Where all time is up it is no
   * matter of the forecast any more.
   */
  boolean hasFailed() {
    if (live.isOver()) {
      if (deadline.passed()) {
        return false;
      }
      double pace = live.seconds() / Math.max(1, live.drawn());
      seen = pace * SamplerChoice.TRANSITIONS;
      return true;
    }
    if (live.drawn() <= unsettled) {
      unsettledSeconds = live.seconds();
    }
    int judged = live.drawn() - unsettled;
    if (judged < JUDGED) {
      return false;
    }
    double now = (live.seconds() - unsettledSeconds) / judged * SamplerChoice.TRANSITIONS;
    if (now > FACTOR * foreseen && now > FACTOR * available) {
      seen = now;
      return true;
    }
    if (onTrial) {
      live.until(deadline);
      onTrial = false;
    }
    return false;
  }

  /** In one line; empty where the forecast held. */
  Optional<String> failure() {
    return Double.isNaN(seen)
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s on all data was foreseen to take %.3g s and would take %.3g s or more (seen in"
                    + " %d transitions): away from w* the posterior is stiffer than there",
                sampler,
                foreseen,
                seen,
                live.drawn()));
  }
}

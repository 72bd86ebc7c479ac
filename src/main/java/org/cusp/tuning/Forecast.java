package org.cusp.tuning;

import java.util.Locale;
import java.util.Optional;
import org.cusp.clock.Deadline;
import org.cusp.run.LiveChains;
import org.cusp.sampler.ExactSampler;
import org.cusp.state.HasState;
import org.cusp.state.State;

/**
 * What a run on all data was foreseen to take, held against what it takes, in gradients: what else
 * the machine does changes their pace, not their number. The forecast looks at the curvature at w*;
 * on the typical set it may be larger, the step then collapses and trajectories become long.
 *
 * <p>A forecast has failed where the run is seen to take more than twice the gradients and more
 * than twice the time that it has, or where at its pace not even the least warm-up fits.
 */
final class Forecast implements HasState {
  /** So much more than foreseen is not what was chosen. */
  static final double FACTOR = 2;

  /** Trajectories of different lengths that a judgement takes at least. */
  private static final int JUDGED = 5;

  /** Those must be made in this share of the time. */
  private static final double TRIAL_SHARE = 0.3;

  private final ExactSampler<?> sampler;
  private final double foreseen;
  private final Deadline deadline;
  private final Deadline trial;
  private double available;
  private final LiveChains live;
  private int unsettled;
  private double unsettledSeconds;
  private long unsettledGradients;
  private boolean onTrial = true;
  private Optional<Seen> seen = Optional.empty();

  /** Of all transitions, at the pace so far. */
  private record Seen(double gradients, double seconds) {}

  /**
   * Chains at the start of a run, which end with the trial until they have passed it.
   *
   * @param sampler whose first transitions may say nothing of its pace
   * @param foreseen gradients of the {@link SamplerChoice#transitions} of all chains
   */
  Forecast(ExactSampler<?> sampler, double foreseen, Deadline deadline, LiveChains live) {
    this.sampler = sampler;
    this.foreseen = foreseen;
    this.deadline = deadline;
    this.trial = deadline.part(TRIAL_SHARE);
    this.available = deadline.left();
    this.live = live;
    live.until(trial);
  }

  /** What it has seen; chains that have passed their trial in another process have passed it. */
  @Override
  public void state(State at) {
    available = at.number("available", available);
    unsettled = (int) at.whole("unsettled", unsettled);
    unsettledSeconds = at.number("unsettledSeconds", unsettledSeconds);
    unsettledGradients = at.whole("unsettledGradients", unsettledGradients);
    onTrial = at.flag("onTrial", onTrial);
    if (!onTrial) {
      live.until(deadline);
    }
  }

  /**
   * Asked between two transitions of the warm-up, and after it. Where all time is up it is no
   * matter of the forecast any more.
   */
  boolean hasFailed() {
    if (live.remembers()) {
      return false;
    }
    if (live.isOver()) {
      if (deadline.passed()) {
        return false;
      }
      seen = Optional.of(after(Math.max(1, live.drawn()), 0, 0));
      return true;
    }
    boolean failed = isJudgedToFail();
    if (live.drawn() <= sampler.unsettledTransitions(live.drawn())) {
      unsettled = live.drawn();
      unsettledSeconds = live.seconds();
      unsettledGradients = live.gradientEvaluations();
    }
    return failed;
  }

  /** By the transitions since the settings began again. */
  private boolean isJudgedToFail() {
    int judged = live.drawn() - unsettled;
    if (judged < JUDGED) {
      return false;
    }
    Seen now = after(judged, unsettledGradients, unsettledSeconds);
    if (isLonger(now) && now.seconds() > FACTOR * available || isHopeless(now)) {
      seen = Optional.of(now);
      return true;
    }
    if (onTrial) {
      live.until(deadline);
      onTrial = false;
    }
    return false;
  }

  private Seen after(int transitions, long gradientsBefore, double secondsBefore) {
    double all = SamplerChoice.transitions(sampler) / (double) transitions;
    return new Seen(
        all * (live.gradientEvaluations() - gradientsBefore),
        all * (live.seconds() - secondsBefore));
  }

  private boolean isLonger(Seen now) {
    return now.gradients() > FACTOR * foreseen;
  }

  private boolean isHopeless(Seen now) {
    double share = sampler.pace().least() / (double) SamplerChoice.transitions(sampler);
    return share * now.seconds() > available;
  }

  /** In one line; empty where the forecast held. */
  Optional<String> failure() {
    return seen.map(
        now ->
            String.format(
                Locale.ROOT,
                "%s on all data was foreseen to take %.3g gradients and would take %.3g, %.3g s or"
                    + " more (seen in %d transitions): %s",
                sampler.name(),
                foreseen,
                now.gradients(),
                now.seconds(),
                live.drawn(),
                isLonger(now)
                    ? "away from w* the posterior is stiffer than there"
                    : "gradients take longer than they did when they were measured"));
  }
}

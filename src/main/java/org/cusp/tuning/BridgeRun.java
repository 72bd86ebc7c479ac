package org.cusp.tuning;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.cusp.diagnostics.Thresholds;
import org.cusp.posterior.Posterior;
import org.cusp.run.replica.BridgeDraws;
import org.cusp.run.replica.BridgePass;
import org.cusp.sampler.Hmc;
import org.cusp.sampler.search.StepSizeSearch;
import org.cusp.sampler.search.WidthSearch;

/**
 * Replica exchange between a posterior and that with, or without, one datum more: rungs are opened
 * as far apart as {@link NextTemperature} allows, each with a kernel of its own, then all draw
 * until there are enough.
 *
 * @param error of what the draws are for, in nats
 * @param wanted error at which there are enough
 */
public record BridgeRun(Posterior posterior, ToDoubleFunction<BridgeDraws> error, double wanted) {
  /** More would take longer than the posterior itself did. */
  static final int MOST_RUNGS = 120;

  private static final int FIRST_TUNING = 60;
  private static final int TUNING = 16;
  private static final int SAMPLES = 16;
  private static final int BURN_IN = 10;
  private static final int FIRST_DRAWS = 64;
  private static final int MOST_DRAWS = 1600;

  /** The prior's width is a long step; the search shortens it where the posterior is narrower. */
  private static final double FIRST_SHARE = 0.5;

  /** From a rung to the next the width of a posterior changes little. */
  private static final double LEAST_GAIN = 3;

  /**
   * Draws of a bridge; empty where it would need too many rungs or neighbours do not exchange.
   *
   * @param pass of the datum, new
   * @param end the last weight of the datum, positive
   * @throws org.cusp.clock.TimeIsUp where the deadline of the posterior passes
   */
  public Optional<BridgeDraws> sample(BridgePass pass, double end) {
    if (!open(pass, end)) {
      return Optional.empty();
    }
    for (int i = 0; i < BURN_IN; i++) {
      pass.sweep();
    }
    pass.record();
    int target = FIRST_DRAWS;
    while (true) {
      while (pass.drawn() < target) {
        pass.sweep();
      }
      double share = error.applyAsDouble(pass.draws()) / wanted;
      if (share <= 1 || target >= MOST_DRAWS) {
        return Optional.of(pass.draws())
            .filter(draws -> draws.leastSwaps() >= Thresholds.SWAPS_DOUBTFUL);
      }
      double factor = Double.isFinite(share) ? Math.min(4, 1.1 * share * share) : 4;
      target = (int) Math.min(MOST_DRAWS, Math.ceil(target * Math.max(1.2, factor)));
    }
  }

  private boolean open(BridgePass pass, double end) {
    Hmc kernel = tuned(pass, FIRST_SHARE / Math.sqrt(posterior.gamma()), FIRST_TUNING);
    pass.settle(kernel);
    double[] energy = pass.ofPosterior();
    double weight = 0;
    while (weight < end) {
      if (!Arrays.stream(energy).allMatch(Double::isFinite)) {
        return false;
      }
      double next = NextTemperature.after(weight, energy, end);
      // Rungs grow apart as the datum takes hold; those that would be too many by far never do.
      boolean tooMany = (end - weight) / (next - weight) > LEAST_GAIN * MOST_RUNGS;
      if (tooMany || pass.rungs() > MOST_RUNGS) {
        return false;
      }
      pass.open(next);
      kernel = tuned(pass, kernel.stepSize(), TUNING);
      pass.settle(kernel);
      energy = samples(pass, kernel);
      weight = next;
    }
    return true;
  }

  private Hmc tuned(BridgePass pass, double firstStep, int transitions) {
    StepSizeSearch steps = new StepSizeSearch(firstStep, Hmc.ACCEPTANCE);
    WidthSearch widths = new WidthSearch(posterior.size(), 1 / Math.sqrt(posterior.gamma()));
    for (int i = 0; i < transitions; i++) {
      BridgePass.Moved moved = pass.move(kernel(steps.current(), widths).unreduced());
      steps.learn(moved.acceptance());
      for (double[] w : moved.places()) {
        widths.learn(w, posterior.centre());
      }
      if (i == transitions / 3) {
        widths.forgetWindow();
      }
    }
    widths.endWindow();
    return kernel(steps.settled(), widths);
  }

  private static Hmc kernel(double step, WidthSearch widths) {
    return new Hmc(step, Math.min(widths.trajectoryLength(), RungSearch.MOST_LEAPFROGS * step));
  }

  private static double[] samples(BridgePass pass, Hmc kernel) {
    double[][] energy = new double[SAMPLES][];
    for (int i = 0; i < SAMPLES; i++) {
      energy[i] = pass.move(kernel).energy();
    }
    return Arrays.stream(energy).flatMapToDouble(Arrays::stream).toArray();
  }
}

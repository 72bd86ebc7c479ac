package org.cusp.calibrate;

import java.util.Arrays;
import java.util.Locale;
import org.cusp.contract.InvalidInput;
import org.cusp.posterior.Posterior;
import org.cusp.run.Progress;
import org.cusp.run.Rung;
import org.cusp.run.TemperedChains;
import org.cusp.sampler.Hmc;

/**
 * Places a ladder of temperatures from the prior to the posterior, from what the chains find at
 * each of them: {@link NextTemperature} says how far the next one may be, and there step size and
 * trajectory length of HMC are found from all chains together before the ladder goes on.
 *
 * <p>Trajectories are kept short: what a cold replica does not reach in one of them, it gets from
 * the warmer ones.
 */
final class LadderSearch {
  /** Leapfrog steps of the longest trajectory. */
  static final int MOST_LEAPFROGS = 512;

  private static final int PRIOR_DRAWS = 64;
  private static final int TUNING = 24;
  private static final int SAMPLES = 16;
  private static final int MOST_RUNGS = 1000;

  /** The search may take this share of the budget. */
  private static final double SHARE = 0.6;

  private final TemperedChains live;
  private final Posterior posterior;
  private final double budget;
  private final Progress progress;

  LadderSearch(TemperedChains live, Posterior posterior, double budget, Progress progress) {
    this.live = live;
    this.posterior = posterior;
    this.budget = budget;
    this.progress = progress;
  }

  /** Opens all rungs, the last at the posterior's own temperature. */
  void run() {
    double top = posterior.beta();
    double[] energy = flat(live.prior(PRIOR_DRAWS));
    requireFinite(energy);
    double beta = 0;
    double step = FIRST_SHARE / Math.sqrt(posterior.gamma());
    while (beta < top) {
      double next = NextTemperature.after(beta, energy, top);
      step *= beta == 0 ? 1 : Math.sqrt(beta / next);
      live.open(next);
      Hmc kernel = tuned(step);
      live.settle(new Rung(next, kernel));
      energy = samples(kernel);
      beta = next;
      step = kernel.stepSize();
      watch(beta, top);
    }
  }

  /** The prior's width is a long step; the search shortens it where the posterior is narrower. */
  private static final double FIRST_SHARE = 0.5;

  private Hmc tuned(double firstStep) {
    StepSizeSearch steps = new StepSizeSearch(firstStep, WarmUp.HMC_ACCEPTANCE);
    WidthSearch widths = new WidthSearch(posterior.size(), 1 / Math.sqrt(posterior.gamma()));
    for (int i = 0; i < TUNING; i++) {
      TemperedChains.Moved moved = live.move(kernel(steps.current(), widths).unreduced());
      steps.learn(Arrays.stream(moved.acceptance()).average().orElseThrow());
      for (double[] w : moved.positions()) {
        widths.learn(w, posterior.centre());
      }
      if (i == TUNING / 3) {
        widths.forgetWindow();
      }
    }
    widths.endWindow();
    return kernel(steps.settled(), widths);
  }

  private static Hmc kernel(double step, WidthSearch widths) {
    return new Hmc(step, Math.min(widths.trajectoryLength(), MOST_LEAPFROGS * step));
  }

  private double[] samples(Hmc kernel) {
    double[][] energy = new double[SAMPLES][];
    for (int i = 0; i < SAMPLES; i++) {
      energy[i] = live.move(kernel).energy();
    }
    return flat(energy);
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  private void requireFinite(double[] energy) {
    if (Arrays.stream(energy).filter(Double::isFinite).count() < energy.length / 2) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "the loss is not finite at most draws from the prior N(w*, I/gamma) with gamma ="
                  + " %.4g: a narrower prior",
              posterior.gamma()));
    }
  }

  private void watch(double beta, double top) {
    double share = Math.min(1, live.seconds() / (SHARE * budget));
    progress.at(share / 2, "ladder", Double.NaN, Double.NaN);
    boolean stuck = live.rungs().size() >= MOST_RUNGS;
    if (beta < top && (stuck || live.seconds() > SHARE * budget)) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "%s ended at beta = %.3g on the way to %.3g, after %d temperatures: about %.0f s are"
                  + " needed",
              stuck ? "the ladder" : String.format(Locale.ROOT, "60%% of --budget %.3g s", budget),
              beta,
              top,
              live.rungs().size(),
              needed(beta, top)));
    }
  }

  /** Rungs become equally far apart in the logarithm. */
  private double needed(double beta, double top) {
    int count = live.rungs().size();
    double growth = count < 2 ? Math.log(2) : Math.log(beta / live.rungs().get(count - 2).beta());
    double rungs = count + Math.log(top / beta) / growth;
    return 2 * rungs / count * live.seconds() / SHARE;
  }
}

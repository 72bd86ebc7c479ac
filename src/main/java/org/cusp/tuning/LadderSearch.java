package org.cusp.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.cusp.clock.Deadline;
import org.cusp.clock.TimeIsUp;
import org.cusp.contract.InvalidInput;
import org.cusp.posterior.Posterior;
import org.cusp.run.Progress;
import org.cusp.run.Rung;
import org.cusp.run.TemperedChains;
import org.cusp.sampler.Hmc;
import org.cusp.sampler.search.StepSizeSearch;
import org.cusp.sampler.search.WidthSearch;

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

  /** Where the ladder would not be ready in time, so many transitions for each must do. */
  private static final int HURRIED_TUNING = 9;

  private static final int HURRIED_SAMPLES = 6;

  private final TemperedChains live;
  private final Posterior posterior;
  private final Deadline deadline;
  private final Progress progress;
  private final List<OutOfTime.Reached> reached = new ArrayList<>();
  private double secondsOfARung = Double.NaN;
  private double accepted;
  private boolean hurried;

  /**
   * @param deadline of the search
   */
  LadderSearch(TemperedChains live, Posterior posterior, Deadline deadline, Progress progress) {
    this.live = live;
    this.posterior = posterior;
    this.deadline = deadline;
    this.progress = progress;
  }

  /** The temperatures that are ready, from hot to cold. */
  List<OutOfTime.Reached> reached() {
    return reached;
  }

  /**
   * Opens all rungs, the last at the posterior's own temperature.
   *
   * @throws org.cusp.clock.TimeIsUp where time is up before
   */
  void run() {
    double top = posterior.beta();
    double[] energy = flat(live.prior(PRIOR_DRAWS));
    requireFinite(energy);
    double beta = 0;
    double step = FIRST_SHARE / Math.sqrt(posterior.gamma());
    while (beta < top) {
      double begun = deadline.spent();
      double next = NextTemperature.after(beta, energy, top);
      step *= beta == 0 ? 1 : Math.sqrt(beta / next);
      live.open(next);
      Hmc kernel = tuned(step);
      live.settle(new Rung(next, kernel));
      energy = samples(kernel);
      beta = next;
      secondsOfARung = deadline.spent() - begun;
      reached.add(
          new OutOfTime.Reached(
              beta, Arrays.stream(energy).average().orElseThrow(), accepted, kernel.stepSize()));
      step = kernel.stepSize();
      watch(beta, top);
    }
  }

  /** The prior's width is a long step; the search shortens it where the posterior is narrower. */
  private static final double FIRST_SHARE = 0.5;

  private Hmc tuned(double firstStep) {
    StepSizeSearch steps = new StepSizeSearch(firstStep, Hmc.ACCEPTANCE);
    WidthSearch widths = new WidthSearch(posterior.size(), 1 / Math.sqrt(posterior.gamma()));
    int tuning = hurried ? HURRIED_TUNING : TUNING;
    for (int i = 0; i < tuning; i++) {
      TemperedChains.Moved moved = live.move(kernel(steps.current(), widths).unreduced());
      steps.learn(Arrays.stream(moved.acceptance()).average().orElseThrow());
      for (double[] w : moved.positions()) {
        widths.learn(w, posterior.centre());
      }
      if (i == tuning / 3) {
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
    double[][] energy = new double[hurried ? HURRIED_SAMPLES : SAMPLES][];
    accepted = 0;
    for (int i = 0; i < energy.length; i++) {
      TemperedChains.Moved moved = live.move(kernel);
      energy[i] = moved.energy();
      accepted += Arrays.stream(moved.acceptance()).average().orElseThrow() / energy.length;
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
    progress.at(deadline.progress() / 2, "ladder", Double.NaN, Double.NaN);
    hurried |= deadline.isFinite() && rungsLeft() * secondsOfARung > deadline.left();
    if (beta < top && live.rungs().size() >= MOST_RUNGS) {
      throw new TimeIsUp();
    }
  }

  /** Rungs become equally far apart in the logarithm. */
  private double rungsLeft() {
    int count = reached.size();
    double beta = count == 0 ? 0 : reached.get(count - 1).beta();
    if (count < 2) {
      return Double.NaN;
    }
    int back = Math.min(4, count - 1);
    double growth = Math.log(beta / reached.get(count - 1 - back).beta()) / back;
    return Math.ceil(Math.log(posterior.beta() / beta) / growth);
  }

  /** Seconds that the rest of the search takes; NaN where nothing can be said. */
  double secondsLeft() {
    return rungsLeft() * secondsOfARung;
  }
}

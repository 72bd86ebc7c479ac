package org.cusp.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.cusp.posterior.Posterior;
import org.cusp.run.LiveChains;
import org.cusp.sampler.HamiltonianChains;
import org.cusp.sampler.Hmc;
import org.cusp.sampler.Mala;
import org.cusp.sampler.Sampler;
import org.cusp.sampler.Trajectory;

/**
 * Finds the step size and the trajectory length of Metropolis-corrected chains from what all chains
 * do together, while they leave w* for the typical set. Afterwards both are frozen.
 *
 * <p>Time ends it between two transitions, so that the chains can go on and a replay can end it
 * where it ended; only where the chains themselves are over it ends inside of one.
 *
 * <p>A window of transitions follows the other until the step size and the width of the posterior
 * agree between two windows, or the {@link #MOST} transitions are made.
 */
public final class WarmUp {
  /** Mean acceptance aimed at: long trajectories; A. Beskos et al., Bernoulli 19 (2013) 1501. */
  public static final double HMC_ACCEPTANCE = 0.8;

  /**
   * Mean acceptance aimed at with one step: G. O. Roberts, J. S. Rosenthal, JRSSB 60 (1998) 255.
   */
  public static final double MALA_ACCEPTANCE = 0.574;

  /** The least number of transitions. */
  public static final int LEAST = 60;

  /** The largest number of transitions. */
  public static final int MOST = 400;

  private static final int WINDOW = 20;
  private static final double AGREEMENT = 0.15;

  private final LiveChains live;
  private final double[] acceptance;
  private final List<HamiltonianChains> kernels = new ArrayList<>();
  private final List<double[]> windows = new ArrayList<>();
  private final double[][] positions;

  /**
   * Of chains at the start of a run.
   *
   * @param live chains of {@link Hmc} or {@link Mala}
   */
  public WarmUp(LiveChains live) {
    this.live = live;
    this.acceptance = new double[live.size()];
    this.positions = new double[live.size()][];
    for (LiveChains.Running running : live.running()) {
      HamiltonianChains chains = (HamiltonianChains) running.chains();
      chains.watch(
          (chain, from, probability) -> {
            positions[running.firstChain() + chain] = from;
            acceptance[running.firstChain() + chain] = probability;
          });
      kernels.add(chains);
    }
  }

  /** HMC with its step size and trajectory length. */
  public Hmc hmc(double firstStep, Posterior posterior, BooleanSupplier outOfTime) {
    return hmc(new StepSizeSearch(firstStep, HMC_ACCEPTANCE), posterior, outOfTime);
  }

  /** HMC with this step size and its trajectory length. */
  public Hmc hmcAtStep(double step, Posterior posterior, BooleanSupplier outOfTime) {
    return hmc(new StepSource.Given(step), posterior, outOfTime);
  }

  private Hmc hmc(StepSource steps, Posterior posterior, BooleanSupplier outOfTime) {
    WidthSearch widths = new WidthSearch(posterior.size(), widest(posterior));
    windows(
        () -> Hmc.withinReason(steps.current(), widths.trajectoryLength()).unreduced(),
        () -> {
          steps.learn(meanAcceptance());
          learn(widths, posterior);
        },
        () -> endWindow(steps.settled(), widths),
        () -> live.isOver() || outOfTime.getAsBoolean());
    return finish(Hmc.withinReason(steps.settled(), widths.trajectoryLength()));
  }

  /** MALA with its step size, the variance of a proposal's noise. */
  public Mala mala(double firstStep, BooleanSupplier outOfTime) {
    StepSource steps = new StepSizeSearch(Math.sqrt(firstStep), MALA_ACCEPTANCE);
    windows(
        () -> new Mala(square(steps.current())),
        () -> steps.learn(meanAcceptance()),
        () -> windows.add(new double[] {Math.log(steps.settled()), 0}),
        () -> live.isOver() || outOfTime.getAsBoolean());
    return finish(new Mala(square(steps.settled())));
  }

  /** One window after the other until they agree or time is out. */
  private void windows(
      Supplier<Trajectory> next, Runnable learn, Runnable endWindow, BooleanSupplier outOfTime) {
    do {
      for (int i = 0; i < WINDOW && !outOfTime.getAsBoolean(); i++) {
        retune(next.get());
        if (live.draw(1, 1)) {
          learn.run();
        }
      }
      endWindow.run();
    } while (!settled() && !outOfTime.getAsBoolean());
  }

  /** MALA with this step size, away from w*. */
  public Mala malaAtStep(double step) {
    Mala sampler = new Mala(step);
    retune(sampler);
    live.draw(LEAST, 1);
    return finish(sampler);
  }

  private static double widest(Posterior posterior) {
    return 1 / Math.sqrt(posterior.gamma());
  }

  private double meanAcceptance() {
    double sum = 0;
    for (double probability : acceptance) {
      sum += probability;
    }
    return sum / acceptance.length;
  }

  private void learn(WidthSearch widths, Posterior posterior) {
    for (double[] w : positions) {
      widths.learn(w, posterior.centre());
    }
  }

  /** The first window begins at w*, so that what it sees is no width yet. */
  private void endWindow(double step, WidthSearch widths) {
    if (windows.isEmpty()) {
      widths.forgetWindow();
    } else {
      widths.endWindow();
    }
    windows.add(new double[] {Math.log(step), Math.log(widths.trajectoryLength())});
  }

  private boolean settled() {
    int count = windows.size();
    if (count * WINDOW < LEAST) {
      return false;
    }
    double[] last = windows.get(count - 1);
    double[] before = windows.get(count - 2);
    boolean agree =
        Math.abs(last[0] - before[0]) < AGREEMENT && Math.abs(last[1] - before[1]) < AGREEMENT;
    return agree || count * WINDOW >= MOST;
  }

  private void retune(Trajectory trajectory) {
    kernels.forEach(kernel -> kernel.retune(trajectory));
  }

  private <T extends Sampler & Trajectory> T finish(T sampler) {
    retune(sampler);
    kernels.forEach(HamiltonianChains::unwatch);
    return sampler;
  }

  private static double square(double x) {
    return x * x;
  }
}

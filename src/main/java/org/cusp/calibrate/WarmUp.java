package org.cusp.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
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
 * <p>It ends when the averages of both over two windows agree, or at {@link #MOST} transitions.
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
  private static final double AGREEMENT = 0.1;

  private final LiveChains live;
  private final LengthSearch.Proposal[] proposals;
  private final List<HamiltonianChains> kernels = new ArrayList<>();
  private final List<double[]> path = new ArrayList<>();

  /**
   * Of chains at the start of a run.
   *
   * @param live chains of {@link Hmc} or {@link Mala}
   */
  public WarmUp(LiveChains live) {
    this.live = live;
    this.proposals = new LengthSearch.Proposal[live.size()];
    for (LiveChains.Running running : live.running()) {
      HamiltonianChains chains = (HamiltonianChains) running.chains();
      chains.watch(
          (chain, from, to, momentum, acceptance, time) ->
              proposals[running.firstChain() + chain] =
                  new LengthSearch.Proposal(from, to, momentum, acceptance, time));
      kernels.add(chains);
    }
  }

  /** HMC with its step size and trajectory length. */
  public Hmc hmc(double firstStep, Posterior posterior, BooleanSupplier outOfTime) {
    StepSizeSearch steps = new StepSizeSearch(firstStep, HMC_ACCEPTANCE);
    LengthSearch lengths = new LengthSearch(firstStep, posterior.centre());
    do {
      retune(new Hmc(steps.current(), Math.exp(lengths.logLength())));
      transition(steps);
      lengths.learn(proposals);
      lengths.holdBetween(steps.current() / 2, (double) Hmc.MOST_LEAPFROGS * steps.settled());
      path.add(new double[] {Math.log(steps.settled()), lengths.logLength()});
    } while (!settled() && !outOfTime.getAsBoolean());
    return finish(new Hmc(steps.settled(), Math.exp(average(1, path.size()))));
  }

  /** HMC with this step size and its trajectory length. */
  public Hmc hmcAtStep(double step, Posterior posterior, BooleanSupplier outOfTime) {
    LengthSearch lengths = new LengthSearch(step, posterior.centre());
    do {
      retune(new Hmc(step, Math.exp(lengths.logLength())));
      live.draw(1, 1);
      lengths.learn(proposals);
      lengths.holdBetween(step / 2, (double) Hmc.MOST_LEAPFROGS * step);
      path.add(new double[] {0, lengths.logLength()});
    } while (!settled() && !outOfTime.getAsBoolean());
    return finish(new Hmc(step, Math.exp(average(1, path.size()))));
  }

  /** MALA with its step size. */
  public Mala mala(double firstStep, BooleanSupplier outOfTime) {
    StepSizeSearch steps = new StepSizeSearch(Math.sqrt(firstStep), MALA_ACCEPTANCE);
    do {
      retune(new Mala(square(steps.current())));
      transition(steps);
      path.add(new double[] {Math.log(steps.settled()), 0});
    } while (!settled() && !outOfTime.getAsBoolean());
    return finish(new Mala(square(steps.settled())));
  }

  /** MALA with this step size, away from w*. */
  public Mala malaAtStep(double step) {
    Mala sampler = new Mala(step);
    retune(sampler);
    live.draw(LEAST, 1);
    return finish(sampler);
  }

  private void transition(StepSizeSearch steps) {
    live.draw(1, 1);
    double sum = 0;
    for (LengthSearch.Proposal proposal : proposals) {
      sum += proposal.acceptance();
    }
    steps.learn(sum / proposals.length);
  }

  private boolean settled() {
    int count = path.size();
    if (count < LEAST) {
      return false;
    }
    boolean agree = true;
    for (int k = 0; k < 2; k++) {
      agree &= Math.abs(average(k, count) - average(k, count - WINDOW)) < AGREEMENT;
    }
    return agree || count >= MOST;
  }

  /** The mean of quantity k over the window that ends before {@code end}. */
  private double average(int k, int end) {
    int from = Math.max(0, end - WINDOW);
    return path.subList(from, end).stream().mapToDouble(at -> at[k]).average().orElseThrow();
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

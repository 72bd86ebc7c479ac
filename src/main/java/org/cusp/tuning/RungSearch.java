package org.cusp.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cusp.posterior.Posterior;
import org.cusp.run.replica.Rung;
import org.cusp.run.replica.TemperedChains;
import org.cusp.sampler.Hmc;
import org.cusp.sampler.search.StepSizeSearch;
import org.cusp.sampler.search.WidthSearch;
import org.cusp.state.HasState;
import org.cusp.state.State;

/**
 * Finds step size and trajectory length of HMC at the coldest rung of a ladder, then samples there,
 * transition by transition.
 *
 * <p>Trajectories are kept short: what a cold replica does not reach in one of them, it gets from
 * the warmer ones.
 */
final class RungSearch implements HasState {
  /** Leapfrog steps of the longest trajectory. */
  static final int MOST_LEAPFROGS = 512;

  private final Posterior posterior;
  private final double beta;
  private final int tuning;
  private final double[][] energy;
  private final StepSizeSearch steps;
  private final WidthSearch widths;
  private double accepted;
  private int tuned;
  private int sampled;

  /**
   * A search at a rung that has been opened.
   *
   * @param tuning transitions by which the kernel is found
   * @param samples transitions after them
   */
  RungSearch(Posterior posterior, double beta, double firstStep, int tuning, int samples) {
    this.posterior = posterior;
    this.beta = beta;
    this.tuning = tuning;
    this.energy = new double[samples][0];
    this.steps = new StepSizeSearch(firstStep, Hmc.ACCEPTANCE);
    this.widths = new WidthSearch(posterior.size(), 1 / Math.sqrt(posterior.gamma()));
  }

  boolean isDone() {
    return sampled == energy.length;
  }

  /** One transition of all chains. */
  void move(TemperedChains live) {
    if (tuned < tuning) {
      tune(live.move(kernel(steps.current()).unreduced()));
      if (tuned == tuning) {
        widths.endWindow();
        live.settle(new Rung(beta, kernel()));
      }
    } else {
      TemperedChains.Moved moved = live.move(kernel());
      energy[sampled] = moved.energy();
      accepted += Arrays.stream(moved.acceptance()).average().orElseThrow() / energy.length;
      sampled++;
    }
  }

  private void tune(TemperedChains.Moved moved) {
    steps.learn(Arrays.stream(moved.acceptance()).average().orElseThrow());
    for (double[] w : moved.positions()) {
      widths.learn(w, posterior.centre());
    }
    if (tuned == tuning / 3) {
      widths.forgetWindow();
    }
    tuned++;
  }

  private Hmc kernel(double step) {
    return new Hmc(step, Math.min(widths.trajectoryLength(), MOST_LEAPFROGS * step));
  }

  /** With what was found. */
  Hmc kernel() {
    return kernel(steps.settled());
  }

  /** Of the samples, one after the other. */
  double[] energies() {
    return Arrays.stream(energy).flatMapToDouble(Arrays::stream).toArray();
  }

  /** Mean probability of acceptance of the samples. */
  double accepted() {
    return accepted;
  }

  @Override
  public void state(State at) {
    steps.state(at.in("steps"));
    widths.state(at.in("widths"));
    accepted = at.number("accepted", accepted);
    tuned = (int) at.whole("tuned", tuned);
    sampled = (int) at.whole("sampled", sampled);
    List<double[]> made = new ArrayList<>(List.of(energy).subList(0, sampled));
    double[][] found = at.rows("energy", made.toArray(double[][]::new));
    System.arraycopy(found, 0, energy, 0, sampled);
  }
}

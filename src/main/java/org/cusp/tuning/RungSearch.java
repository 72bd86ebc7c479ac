package org.cusp.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cusp.run.replica.TemperedChains;
import org.cusp.sampler.Hamiltonian;
import org.cusp.state.HasState;
import org.cusp.state.State;

/** Finds a kernel at the coldest rung of a ladder, then samples there, transition by transition. */
final class RungSearch implements HasState {
  /** Leapfrog steps of the longest trajectory. */
  static final int MOST_LEAPFROGS = 512;

  private final KernelSearch search;
  private final int tuning;
  private final double[][] energy;
  private double accepted;
  private double gradients;
  private int tuned;
  private int sampled;

  /**
   * A search at a rung that has been opened.
   *
   * @param tuning transitions by which the kernel is found
   * @param samples transitions after them
   */
  RungSearch(KernelSearch search, int tuning, int samples) {
    this.search = search;
    this.tuning = tuning;
    this.energy = new double[samples][0];
  }

  boolean isDone() {
    return sampled == energy.length;
  }

  /** One transition of all chains. */
  void move(TemperedChains live) {
    if (tuned < tuning) {
      Hamiltonian now = search.current();
      TemperedChains.Moved moved = live.move(now, now.unreduced());
      search.learn(mean(moved.acceptance()), moved.positions());
      tuned++;
    } else {
      long before = live.gradientEvaluations();
      TemperedChains.Moved moved = live.move(kernel(), kernel());
      gradients += live.gradientEvaluations() - before;
      energy[sampled] = moved.energy();
      accepted += mean(moved.acceptance()) / energy.length;
      sampled++;
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** With what was found. */
  Hamiltonian kernel() {
    return search.settled();
  }

  /** Of the samples, one after the other. */
  double[] energies() {
    return Arrays.stream(energy).flatMapToDouble(Arrays::stream).toArray();
  }

  /** Of the samples, [transition][chain]. */
  double[][] samples() {
    return energy.clone();
  }

  /** Of all samples. */
  double gradients() {
    return gradients;
  }

  /** Mean probability of acceptance of the samples. */
  double accepted() {
    return accepted;
  }

  @Override
  public void state(State at) {
    search.state(at);
    accepted = at.number("accepted", accepted);
    gradients = at.number("gradients", gradients);
    tuned = (int) at.whole("tuned", tuned);
    sampled = (int) at.whole("sampled", sampled);
    List<double[]> made = new ArrayList<>(List.of(energy).subList(0, sampled));
    double[][] found = at.rows("energy", made.toArray(double[][]::new));
    System.arraycopy(found, 0, energy, 0, sampled);
  }
}

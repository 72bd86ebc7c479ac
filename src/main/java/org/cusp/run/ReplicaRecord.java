package org.cusp.run;

import java.util.Arrays;
import java.util.function.ToDoubleBiFunction;

/** What the recorded sweeps of some chains gave. */
final class ReplicaRecord {
  private final int rungs;
  private final int chains;
  private final double[][][] energy;
  private final double[] exchangeSums;
  private final int[] exchangeCounts;
  private final double[] acceptanceSums;
  private final boolean[][] fresh;
  private final int[] arrivals;
  private int draws;

  /** With the prior as rung 0. */
  ReplicaRecord(int rungs, int chains, int capacity) {
    this.rungs = rungs;
    this.chains = chains;
    this.energy = new double[rungs][chains][capacity];
    this.exchangeSums = new double[rungs - 1];
    this.exchangeCounts = new int[rungs - 1];
    this.acceptanceSums = new double[rungs];
    this.fresh = new boolean[chains][rungs];
    this.arrivals = new int[chains];
  }

  int draws() {
    return draws;
  }

  /** A transition at a rung. */
  void moved(int rung, double[] acceptance) {
    for (double probability : acceptance) {
      acceptanceSums[rung] += probability;
    }
  }

  /** An exchange between a rung and the next that was proposed. */
  void exchanged(int low, int chain, double probability, boolean exchanged) {
    exchangeSums[low] += probability;
    exchangeCounts[low]++;
    fresh[chain][0] = true;
    if (exchanged) {
      boolean warmer = fresh[chain][low];
      fresh[chain][low] = fresh[chain][low + 1];
      fresh[chain][low + 1] = warmer;
    }
    if (fresh[chain][rungs - 1]) {
      fresh[chain][rungs - 1] = false;
      arrivals[chain]++;
    }
  }

  /** The end of a sweep. */
  void end(ToDoubleBiFunction<Integer, Integer> energyOf) {
    if (draws == energy[0][0].length) {
      grow();
    }
    for (int rung = 0; rung < rungs; rung++) {
      for (int chain = 0; chain < chains; chain++) {
        energy[rung][chain][draws] = energyOf.applyAsDouble(rung, chain);
      }
    }
    draws++;
  }

  private void grow() {
    for (double[][] rung : energy) {
      Arrays.setAll(rung, chain -> Arrays.copyOf(rung[chain], 2 * draws));
    }
  }

  /** [rung][chain][draw]. */
  double[] energy(int rung, int chain) {
    return Arrays.copyOf(energy[rung][chain], draws);
  }

  double exchangeSum(int low) {
    return exchangeSums[low];
  }

  int exchangeCount(int low) {
    return exchangeCounts[low];
  }

  double acceptanceSum(int rung) {
    return acceptanceSums[rung];
  }

  int arrivals(int chain) {
    return arrivals[chain];
  }
}

package org.cusp.run;

/** How the replicas of some chains moved and exchanged in the recorded sweeps. */
final class ReplicaRecord {
  private final int rungs;
  private final double[] exchangeSums;
  private final int[] exchangeCounts;
  private final double[] acceptanceSums;
  private final boolean[][] fresh;
  private final int[] arrivals;
  private int draws;

  /** With the prior as rung 0. */
  ReplicaRecord(int rungs, int chains) {
    this.rungs = rungs;
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
  void end() {
    draws++;
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

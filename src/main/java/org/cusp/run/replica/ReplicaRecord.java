package org.cusp.run.replica;

import org.cusp.state.HasState;
import org.cusp.state.State;

/** How the replicas of some chains moved and exchanged in the recorded sweeps. */
final class ReplicaRecord implements HasState {
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

  @Override
  public void state(State at) {
    draws = (int) at.whole("draws", draws);
    for (int rung = 0; rung < rungs; rung++) {
      acceptanceSums[rung] = at.number("acceptanceSum" + rung, acceptanceSums[rung]);
    }
    for (int low = 0; low < exchangeSums.length; low++) {
      exchangeSums[low] = at.number("exchangeSum" + low, exchangeSums[low]);
      exchangeCounts[low] = (int) at.whole("exchangeCount" + low, exchangeCounts[low]);
    }
    for (int chain = 0; chain < arrivals.length; chain++) {
      arrivals[chain] = (int) at.whole("arrivals" + chain, arrivals[chain]);
      for (int rung = 0; rung < rungs; rung++) {
        fresh[chain][rung] = at.flag("fresh" + chain + "." + rung, fresh[chain][rung]);
      }
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

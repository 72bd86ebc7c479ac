package org.cusp.estimate.freeenergy;

import java.util.Arrays;

/**
 * The energies of all rungs, pooled and sorted, in at most {@value #MOST} groups of equally many
 * neighbours, each standing at the mean of its energies. At which rung an energy was drawn does not
 * matter to {@link Mbar}, only in which block. Groups of 150 among 600 000 move A by less than 1e-4
 * nats, far below any error; with few draws every energy is its own group.
 *
 * @param energy ascending, less {@code origin}; the last may be infinite
 * @param count [group][block]
 * @param total [group], over all blocks
 * @param origin the lowest energy
 */
public record EnergyGroups(double[] energy, double[][] count, double[] total, double origin) {
  static final int MOST = 4096;

  public static EnergyGroups of(TemperedEnergies draws, BlockJackknife blocks) {
    return of(draws, blocks, MOST);
  }

  public static EnergyGroups of(TemperedEnergies draws, BlockJackknife blocks, int most) {
    int size = draws.rungs() * draws.chains() * draws.draws();
    double[] sorted = new double[size];
    int place = 0;
    for (double[][] rung : draws.energy()) {
      for (double[] chain : rung) {
        System.arraycopy(chain, 0, sorted, place, chain.length);
        place += chain.length;
      }
    }
    Arrays.sort(sorted);
    double origin = sorted[0];
    int finite = size;
    while (sorted[finite - 1] == Double.POSITIVE_INFINITY) {
      finite--;
    }
    double[] lowest = lowest(sorted, finite, most);
    int groups = lowest.length + (finite < size ? 1 : 0);
    double[] energy = new double[groups];
    double[][] count = new double[groups][blocks.blocks()];
    double[] total = new double[groups];
    for (double[][] rung : draws.energy()) {
      for (int chain = 0; chain < rung.length; chain++) {
        for (int draw = 0; draw < rung[chain].length; draw++) {
          double e = rung[chain][draw];
          int group = e == Double.POSITIVE_INFINITY ? groups - 1 : group(lowest, e);
          count[group][blocks.blockOf(chain, draw)]++;
          total[group]++;
          energy[group] += e - origin;
        }
      }
    }
    for (int group = 0; group < groups; group++) {
      energy[group] /= total[group];
    }
    return new EnergyGroups(energy, count, total, origin);
  }

  /** The lowest energy of each group, without repetitions. */
  private static double[] lowest(double[] sorted, int finite, int most) {
    int groups = Math.min(most, finite);
    double[] lowest = new double[groups];
    int filled = 0;
    for (int group = 0; group < groups; group++) {
      double e = sorted[(int) ((long) group * finite / groups)];
      if (filled == 0 || e > lowest[filled - 1]) {
        lowest[filled++] = e;
      }
    }
    return Arrays.copyOf(lowest, filled);
  }

  private static int group(double[] lowest, double e) {
    int place = Arrays.binarySearch(lowest, e);
    return place >= 0 ? place : -place - 2;
  }

  int size() {
    return energy.length;
  }
}

package org.cusp.gold;

import java.util.List;

/**
 * How fine the first cells of a quadrature must be: adaptive rules find nothing that falls between
 * their points, so what a weight does near a place must be seen by the cells that are there from
 * the beginning. Around each place on each axis the weight is asked at distances that halve; the
 * least distance over which it still changes says how many halvings are needed.
 */
final class Resolution {
  /** So many halvings beyond the first cells are left to adaptation, by dimensions. */
  private static final int[] BY_ADAPTATION = {4, 1, 2};

  /** So many more than are needed are made where those that are always there do not suffice. */
  private static final int MARGIN = 2;

  private static final int MOST = 96;

  /**
   * In units of log weight, by dimensions. On a line cells are cheap, and a narrow dent of a part
   * in a million is seen too.
   */
  private static final double[] CHANGE = {1e-5, 0.5, 0.5};

  /** Changes of a weight that is e^-40 of the largest do not matter. */
  private static final double NEGLIGIBLE = 40;

  private Resolution() {}

  /** The number of halvings of half the range on each axis. */
  static int[] levels(
      LocalIntegral.LogWeight weight, Cells cells, List<double[]> edges, double[] peak) {
    double[] start = cells.start();
    double top = Math.max(weight.at(peak), weight.at(start));
    double[][] bases = {start, peak, towards(start, edges, 0.1), towards(start, edges, -0.1)};
    int[] levels = new int[start.length];
    for (int i = 0; i < levels.length; i++) {
      for (double[] base : bases) {
        levels[i] = Math.max(levels[i], halvings(weight, base, i, base[i], edges, top));
        for (double place : cells.places(i)) {
          levels[i] = Math.max(levels[i], halvings(weight, base, i, place, edges, top));
        }
      }
    }
    return levels;
  }

  /** Whether adaptation can be left with the rest. */
  static boolean suffice(int levels, int needed, int dimensions) {
    return needed <= levels + BY_ADAPTATION[dimensions - 1];
  }

  /** The halvings to be made on an axis. */
  static int made(int plain, int needed, int most, int dimensions) {
    return suffice(plain, needed, dimensions)
        ? plain
        : Math.max(plain, Math.min(needed + MARGIN, most));
  }

  /** A share of the way from the start to the ends of all axes. */
  private static double[] towards(double[] start, List<double[]> edges, double share) {
    double[] t = start.clone();
    for (int i = 0; i < t.length; i++) {
      double[] range = edges.get(i);
      double end = share > 0 ? range[range.length - 1] : range[0];
      t[i] += Math.abs(share) * (end - t[i]);
    }
    return t;
  }

  private static int halvings(
      LocalIntegral.LogWeight weight,
      double[] base,
      int axis,
      double place,
      List<double[]> edges,
      double top) {
    double[] range = edges.get(axis);
    double low = range[0];
    double high = range[range.length - 1];
    double[] t = base.clone();
    t[axis] = place;
    double here = weight.at(t);
    int needed = 0;
    for (int k = 1; k <= MOST; k++) {
      double distance = (high - low) / 2 * Math.pow(2, -k);
      for (int side = -1; side <= 1; side += 2) {
        t[axis] = place + side * distance;
        boolean isInside = t[axis] > low && t[axis] < high && t[axis] != place;
        double there = isInside ? weight.at(t) : here;
        boolean matters = Math.max(here, there) > top - NEGLIGIBLE;
        needed = matters && Math.abs(there - here) > CHANGE[base.length - 1] ? k : needed;
      }
    }
    return needed;
  }
}

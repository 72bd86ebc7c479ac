package org.cusp.paper.gold;

import java.util.Arrays;
import org.cusp.diagnostics.Rhat;
import org.cusp.tuning.StoppingRule;

/**
 * What chains must have come to before they count: R-hat of the energies at most 1.01, 400
 * effective draws, and the standard error within the precision; the distances from w*, which settle
 * last, agree too. The first fifth of the draws after the warm-up is burn-in.
 *
 * @param precision standard error over the LLC
 */
record GoldMark(double precision) {
  /** Of |w - w*|^2, in which chains differ that are still on their way along a fibre. */
  static final double RHAT_OF_DISTANCE = 1.05;

  private static final int BURN_IN_SHARE = 5;
  private static final int LEAST_DRAWS = 20;

  /**
   * Whether it is reached.
   *
   * @param energy nBeta (L(w) - L(w*)), [chain][draw], without the warm-up
   * @param distance |w - w*|^2, [chain][draw]
   */
  boolean isReached(double[][] energy, double[][] distance) {
    int draws = energy[0].length;
    return draws >= LEAST_DRAWS
        && new StoppingRule(precision).of(energy, burnIn(draws)).enough()
        && Rhat.rankNormalised(kept(distance)) <= RHAT_OF_DISTANCE;
  }

  /** Of so many draws, those that are not used. */
  static int burnIn(int draws) {
    return draws / BURN_IN_SHARE;
  }

  /** What is left after burn-in. */
  static double[][] kept(double[][] all) {
    return Arrays.stream(all)
        .map(row -> Arrays.copyOfRange(row, burnIn(row.length), row.length))
        .toArray(double[][]::new);
  }
}

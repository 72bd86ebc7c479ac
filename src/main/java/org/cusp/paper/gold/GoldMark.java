package org.cusp.paper.gold;

import java.util.Arrays;
import java.util.Locale;
import org.cusp.diagnostics.Rhat;
import org.cusp.diagnostics.Thresholds;
import org.cusp.tuning.StoppingRule;

/**
 * What chains must have come to before they count: R-hat of the energies at most 1.01, 400
 * effective draws, and the standard error within the precision; the distances from w*, which settle
 * last, agree too. The first half of the draws after the warm-up is burn-in: what is left of where
 * chains began is smaller than the error that they have.
 *
 * @param precision standard error over the LLC
 */
record GoldMark(double precision) {
  /** Of |w - w*|^2, in which chains differ that are still on their way along a fibre. */
  static final double RHAT_OF_DISTANCE = 1.02;

  private static final int BURN_IN_SHARE = 2;
  private static final int LEAST_DRAWS = 40;

  /** In words. */
  String describe() {
    return String.format(
        Locale.ROOT,
        "error %.3g, R-hat %s, of the distance %s, the first half not used",
        precision,
        Thresholds.RHAT_DOUBTFUL,
        RHAT_OF_DISTANCE);
  }

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

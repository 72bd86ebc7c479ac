package org.cusp.diagnostics;

/**
 * The mean of the second half of the draws against that of the first: has the run settled?
 *
 * <p>Each half is taken over all chains; the middle draw of an odd number is left out. The z-score
 * is standard normal for long stationary chains, in the manner of Geweke (1992), whose windows are
 * unequal. The dependence between the two halves, next to each other in time, is neglected: it is
 * of the order of the autocorrelation time over the length.
 *
 * @param difference mean of the second half minus mean of the first, in the units of the draws
 * @param standardError {@code sqrt(s1^2/ESS1 + s2^2/ESS2)}, each half with its own {@link Ess#mean}
 * @param zScore {@code difference / standardError}
 */
public record Drift(double difference, double standardError, double zScore) {
  /**
   * Compares the halves. Fewer than eight draws per chain give a standard error of NaN, since each
   * half needs four; a draw that is not finite gives NaN throughout; so does a half whose draws are
   * all equal for the standard error and the z-score.
   *
   * @param draws {@code double[chain][draw]}
   */
  public static Drift betweenHalves(double[][] draws) {
    double[][] first = Chains.firstHalf(Chains.rectangular(draws));
    double[][] second = Chains.secondHalf(draws);
    double difference = Moments.mean(second) - Moments.mean(first);
    double standardError = Math.hypot(Mcse.mean(first), Mcse.mean(second));
    return new Drift(difference, standardError, difference / standardError);
  }
}

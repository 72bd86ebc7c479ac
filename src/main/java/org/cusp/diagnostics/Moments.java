package org.cusp.diagnostics;

/**
 * Mean and variance in double, summed in the order of the draws with Neumaier's compensation, after
 * subtracting the first draw: constant draws have exactly their value as mean and variance 0.
 *
 * <p>A draw that is not finite, or no draw at all, gives NaN.
 *
 * @see <a href="https://doi.org/10.1002/zamm.19740540106">Neumaier, ZAMM 54, 1974, pp. 39-51</a>
 */
public final class Moments {
  private Moments() {}

  /** The arithmetic mean. */
  public static double mean(double[] draws) {
    if (draws.length == 0) {
      return Double.NaN;
    }
    double origin = draws[0];
    return finiteOrNaN(origin + sumOfPowers(draws, origin, 1) / draws.length);
  }

  /** The mean of all draws of all chains; the chains may differ in length. */
  public static double mean(double[][] draws) {
    return mean(Chains.pooled(draws));
  }

  /** The unbiased variance (divisor n - 1). One draw gives NaN. */
  public static double variance(double[] draws) {
    if (draws.length < 2) {
      return Double.NaN;
    }
    return finiteOrNaN(sumOfPowers(draws, mean(draws), 2) / (draws.length - 1));
  }

  /** The square root of {@link #variance(double[])}. */
  public static double standardDeviation(double[] draws) {
    return Math.sqrt(variance(draws));
  }

  /** The square root of the mean square. */
  public static double rootMeanSquare(double[] values) {
    return Math.sqrt(centralMoment(values, 0, 2));
  }

  /** The standard error of the mean of independent values. One value gives NaN. */
  public static double standardError(double[] values) {
    return Math.sqrt(variance(values) / values.length);
  }

  /** The unbiased variance of all draws of all chains about their common mean. */
  public static double variance(double[][] draws) {
    return variance(Chains.pooled(draws));
  }

  /** The square root of {@link #variance(double[][])}. */
  public static double standardDeviation(double[][] draws) {
    return Math.sqrt(variance(draws));
  }

  /** The mean of (x - centre)^power; divisor n. */
  static double centralMoment(double[] draws, double centre, int power) {
    return finiteOrNaN(sumOfPowers(draws, centre, power) / draws.length);
  }

  private static double sumOfPowers(double[] draws, double centre, int power) {
    double sum = 0;
    double lost = 0;
    for (double draw : draws) {
      double term = power(draw - centre, power);
      double next = sum + term;
      lost += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
      sum = next;
    }
    return sum + lost;
  }

  private static double power(double base, int exponent) {
    double power = base;
    for (int i = 1; i < exponent; i++) {
      power *= base;
    }
    return power;
  }

  private static double finiteOrNaN(double value) {
    return Double.isFinite(value) ? value : Double.NaN;
  }
}

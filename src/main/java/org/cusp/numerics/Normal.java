package org.cusp.numerics;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.hipparchus.special.Erf;

/**
 * The standard normal law. Tails are Hipparchus', whose relative error stays at rounding as far as
 * they are numbers; quantiles are Commons Math's, since Hipparchus' core has none and every stored
 * R-hat was made with them.
 */
public final class Normal {
  /** The 97.5% quantile: an interval of so many errors to either side holds 95%. */
  public static final double QUANTILE_975 = 1.959963984540054;

  private static final NormalDistribution STANDARD = new NormalDistribution(null, 0, 1);

  private Normal() {}

  /** P(X &gt; x). */
  public static double above(double x) {
    return Erf.erfc(x / Math.sqrt(2)) / 2;
  }

  /** P(X &lt; x). */
  public static double below(double x) {
    return above(-x);
  }

  /**
   * The x with P(X &lt; x) = p, as far as 2 p - 1 tells: to 1e-16 / p for a small p.
   *
   * @param p between 0 and 1, which give minus and plus infinity
   */
  public static double quantile(double p) {
    return STANDARD.inverseCumulativeProbability(p);
  }

  /** The interval {@code value -+ 1.96 se}. */
  public static double[] interval95(double value, double se) {
    return new double[] {value - QUANTILE_975 * se, value + QUANTILE_975 * se};
  }

  /** Half of the 95% interval of a share p that was seen in so many independent trials. */
  public static double halfOfShare(double p, double trials) {
    return QUANTILE_975 * Math.sqrt(p * (1 - p) / trials);
  }
}

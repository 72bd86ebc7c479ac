package org.cusp.estimate;

/**
 * A number with its error.
 *
 * @param value the estimate
 * @param se its Monte Carlo standard error
 * @param rhat rank-normalised split R-hat of the draws behind it
 * @param ess their bulk effective sample size
 */
public record Estimate(double value, double se, double rhat, double ess) {
  private static final double NORMAL_975 = 1.959963984540054;

  /** The interval value -+ 1.96 se. */
  public double[] ci95() {
    return new double[] {value - NORMAL_975 * se, value + NORMAL_975 * se};
  }
}

package org.cusp.estimate.criteria;

/**
 * A number with its two errors, which are about different things.
 *
 * @param value the estimate from the draws
 * @param se Monte Carlo standard error: how far from the value that more draws would give
 * @param seOverData standard error over data: how far the value would move for other data of the
 *     same law, by the spread of its terms, as cross-validation software reports it; NaN where the
 *     value is no sum over data
 */
public record Criterion(double value, double se, double seOverData) {
  private static final double NORMAL_975 = 1.959963984540054;

  /** The Monte Carlo interval value -+ 1.96 se. */
  public double[] ci95() {
    return new double[] {value - NORMAL_975 * se, value + NORMAL_975 * se};
  }

  /** The same times a factor. */
  Criterion times(double factor) {
    return new Criterion(factor * value, Math.abs(factor) * se, Math.abs(factor) * seOverData);
  }
}

package org.cusp.estimate.criteria;

import org.cusp.diagnostics.Estimate;

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
  /** The value with its Monte Carlo error. */
  public Estimate estimate() {
    return new Estimate(value, se);
  }

  /** The same times a factor. */
  Criterion times(double factor) {
    return new Criterion(factor * value, Math.abs(factor) * se, Math.abs(factor) * seOverData);
  }
}

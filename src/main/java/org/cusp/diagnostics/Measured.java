package org.cusp.diagnostics;

/**
 * A number with its standard error, both in the same unit.
 *
 * @param se NaN where it is not known
 */
public record Measured(double value, double se) {
  /** A number known exactly. */
  public static Measured exactly(double value) {
    return new Measured(value, 0);
  }
}

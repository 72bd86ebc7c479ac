package org.cusp.problem.law;

/**
 * An expectation under the true law.
 *
 * @param value in nats per datum
 * @param se its standard error; 0 for a closed form or a quadrature
 */
public record KValue(double value, double se) {
  /** A number without a statistical error. */
  public static KValue exactly(double value) {
    return new KValue(value, 0);
  }
}

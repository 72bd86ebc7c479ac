package org.cusp.exact.planar;

import java.math.BigInteger;
import org.hipparchus.fraction.BigFraction;

/**
 * A divisor of the resolved function: along it the function vanishes to the order N and the volume
 * form to the order nu - 1, so it offers the pole -nu / N.
 *
 * @param name for display
 * @param order N, zero for a coordinate axis on which the function does not vanish
 * @param nu one more than the order of the volume form (with the prior)
 */
public record Divisor(String name, BigInteger order, BigInteger nu) {
  static Divisor of(String name, long order, long nu) {
    return new Divisor(name, BigInteger.valueOf(order), BigInteger.valueOf(nu));
  }

  /** Whether it offers a pole. */
  boolean isCandidate() {
    return order.signum() > 0;
  }

  /** nu / N. */
  public BigFraction ratio() {
    return new BigFraction(nu, order);
  }

  Divisor vanishingMore(long extra) {
    return new Divisor(name, order.add(BigInteger.valueOf(extra)), nu);
  }

  boolean isTrivial() {
    return order.signum() == 0 && nu.equals(BigInteger.ONE);
  }
}

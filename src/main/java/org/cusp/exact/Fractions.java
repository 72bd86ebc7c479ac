package org.cusp.exact;

import java.math.BigInteger;
import org.hipparchus.fraction.BigFraction;

/** Exact fractions from whole numbers, without overflow. */
final class Fractions {
  private Fractions() {}

  /** {@code numerator / denominator} in lowest terms. */
  static BigFraction of(long numerator, long denominator) {
    return new BigFraction(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  /** {@code a b}. */
  static BigFraction product(long a, long b) {
    return new BigFraction(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)));
  }

  /** {@code value / 2}. */
  static BigFraction half(BigFraction value) {
    return value.divide(2);
  }
}

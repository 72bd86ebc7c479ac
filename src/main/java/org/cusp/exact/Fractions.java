package org.cusp.exact;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.hipparchus.fraction.BigFraction;

/** Exact fractions from whole numbers, without overflow. */
final class Fractions {
  private Fractions() {}

  /** {@code numerator / denominator} in lowest terms. */
  static BigFraction of(long numerator, long denominator) {
    return new BigFraction(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  /** The fraction written as {@code a}, {@code a/b} or a decimal. */
  static BigFraction parse(String text) {
    String[] parts = text.split("/", 2);
    if (parts.length == 2) {
      BigInteger denominator = new BigInteger(parts[1]);
      if (denominator.signum() == 0) {
        throw new ArithmeticException("zero denominator");
      }
      return new BigFraction(new BigInteger(parts[0]), denominator);
    }
    BigDecimal decimal = new BigDecimal(text);
    if (Math.abs(decimal.scale()) > 1000) {
      throw new NumberFormatException(text);
    }
    return decimal.scale() > 0
        ? new BigFraction(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()))
        : new BigFraction(decimal.toBigIntegerExact());
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

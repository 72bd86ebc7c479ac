package org.cusp.exact.planar;

import java.math.BigInteger;
import java.util.Arrays;
import org.cusp.exact.Work;

/** Polynomials in one variable with integer coefficients, the constant first; zero is empty. */
final class IntegerPolynomials {
  static final BigInteger[] ZERO = {};
  static final BigInteger[] ONE = {BigInteger.ONE};

  private IntegerPolynomials() {}

  static BigInteger[] trimmed(BigInteger[] p) {
    int length = p.length;
    while (length > 0 && p[length - 1].signum() == 0) {
      length--;
    }
    return length == p.length ? p : Arrays.copyOf(p, length);
  }

  static BigInteger[] times(BigInteger[] a, BigInteger[] b) {
    if (a.length == 0 || b.length == 0) {
      return ZERO;
    }
    BigInteger[] product = new BigInteger[a.length + b.length - 1];
    Arrays.fill(product, BigInteger.ZERO);
    for (int i = 0; i < a.length; i++) {
      if (a[i].signum() != 0) {
        for (int j = 0; j < b.length; j++) {
          Work.on(a[i], b[j]);
          product[i + j] = product[i + j].add(a[i].multiply(b[j]));
        }
      }
    }
    return product;
  }

  static BigInteger[] minus(BigInteger[] a, BigInteger[] b) {
    BigInteger[] difference = new BigInteger[Math.max(a.length, b.length)];
    for (int k = 0; k < difference.length; k++) {
      BigInteger left = k < a.length ? a[k] : BigInteger.ZERO;
      difference[k] = k < b.length ? left.subtract(b[k]) : left;
    }
    return trimmed(difference);
  }

  static BigInteger[] power(BigInteger[] base, int exponent) {
    BigInteger[] result = ONE;
    for (int k = 0; k < exponent; k++) {
      result = times(result, base);
    }
    return result;
  }

  /** The quotient of two polynomials of which the second divides the first. */
  static BigInteger[] exactQuotient(BigInteger[] a, BigInteger[] b) {
    BigInteger[] rest = a.clone();
    BigInteger[] quotient = new BigInteger[Math.max(a.length - b.length + 1, 0)];
    for (int k = quotient.length - 1; k >= 0; k--) {
      quotient[k] = rest[k + b.length - 1].divide(b[b.length - 1]);
      if (quotient[k].signum() != 0) {
        for (int j = 0; j < b.length; j++) {
          Work.on(quotient[k], b[j]);
          rest[k + j] = rest[k + j].subtract(quotient[k].multiply(b[j]));
        }
      }
    }
    return trimmed(quotient);
  }

  private static BigInteger content(BigInteger[] p) {
    return Arrays.stream(p)
        .reduce(
            BigInteger.ZERO,
            (a, b) -> {
              Work.on(a, b);
              return a.gcd(b);
            });
  }

  private static BigInteger[] primitive(BigInteger[] p) {
    BigInteger content = content(p);
    return p.length == 0 || content.equals(BigInteger.ONE)
        ? p
        : Arrays.stream(p).map(c -> c.divide(content)).toArray(BigInteger[]::new);
  }

  /** The greatest common divisor, numbers included; up to its sign. */
  static BigInteger[] gcd(BigInteger[] left, BigInteger[] right) {
    if (left.length == 0 || right.length == 0) {
      return left.length == 0 ? right : left;
    }
    BigInteger number = content(left).gcd(content(right));
    BigInteger[] a = primitive(left);
    BigInteger[] b = primitive(right);
    while (b.length > 1) {
      BigInteger[] rest = primitive(pseudoRemainder(a, b));
      a = b;
      b = rest;
    }
    BigInteger[] common = b.length == 0 ? a : ONE;
    return times(common, new BigInteger[] {number});
  }

  private static BigInteger[] pseudoRemainder(BigInteger[] a, BigInteger[] b) {
    BigInteger[] rest = a;
    while (rest.length >= b.length) {
      BigInteger leading = rest[rest.length - 1];
      BigInteger common = leading.gcd(b[b.length - 1]);
      BigInteger up = b[b.length - 1].divide(common);
      BigInteger down = leading.divide(common);
      BigInteger[] next = new BigInteger[rest.length - 1];
      int shift = rest.length - b.length;
      for (int k = 0; k < next.length; k++) {
        Work.on(rest[k], up);
        next[k] = rest[k].multiply(up);
        if (k >= shift) {
          next[k] = next[k].subtract(down.multiply(b[k - shift]));
        }
      }
      rest = trimmed(next);
    }
    return rest;
  }
}

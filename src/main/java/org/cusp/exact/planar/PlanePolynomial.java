package org.cusp.exact.planar;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cusp.exact.Work;

/**
 * A polynomial in x and y with integer coefficients, as a polynomial in y over Z[x], without
 * content (no common factor that depends on x alone). Immutable.
 */
final class PlanePolynomial {
  private static final long PRIME = 2_147_483_629L;
  private static final int[] SAMPLES = {104_729, 1_299_709, 15_485_863};

  private final BigInteger[][] rows;

  private PlanePolynomial(BigInteger[][] rows) {
    this.rows = rows;
  }

  /** The primitive part of the polynomial whose entry [j][i] is the coefficient of x^i y^j. */
  static PlanePolynomial primitive(BigInteger[][] coefficients) {
    int length = coefficients.length;
    BigInteger[][] rows = new BigInteger[length][];
    BigInteger[] content = IntegerPolynomials.ZERO;
    for (int j = 0; j < length; j++) {
      rows[j] = IntegerPolynomials.trimmed(coefficients[j]);
      boolean known = content.length == 1 && content[0].abs().equals(BigInteger.ONE);
      content = known ? content : IntegerPolynomials.gcd(content, rows[j]);
    }
    while (length > 0 && rows[length - 1].length == 0) {
      length--;
    }
    BigInteger[] divisor = content;
    return new PlanePolynomial(
        Arrays.stream(rows, 0, length)
            .map(row -> IntegerPolynomials.exactQuotient(row, divisor))
            .toArray(BigInteger[][]::new));
  }

  BigInteger[][] rows() {
    return rows;
  }

  int degreeInY() {
    return rows.length - 1;
  }

  private BigInteger[] leading() {
    return rows[rows.length - 1];
  }

  /** Whether the polynomial vanishes at the origin. */
  boolean vanishesAtOrigin() {
    return rows[0].length == 0 || rows[0][0].signum() == 0;
  }

  private PlanePolynomial derivative() {
    BigInteger[][] result = new BigInteger[rows.length - 1][];
    for (int j = 1; j < rows.length; j++) {
      BigInteger[] factor = {BigInteger.valueOf(j)};
      result[j - 1] = IntegerPolynomials.times(rows[j], factor);
    }
    return primitive(result);
  }

  PlanePolynomial quotient(PlanePolynomial divisor) {
    BigInteger[][] rest = rows.clone();
    int top = divisor.degreeInY();
    BigInteger[][] quotient = new BigInteger[rest.length - top][];
    for (int k = quotient.length - 1; k >= 0; k--) {
      quotient[k] = IntegerPolynomials.exactQuotient(rest[k + top], divisor.leading());
      Work.spend(top);
      for (int j = 0; j <= top; j++) {
        rest[k + j] =
            IntegerPolynomials.minus(
                rest[k + j], IntegerPolynomials.times(quotient[k], divisor.rows[j]));
      }
    }
    return new PlanePolynomial(quotient);
  }

  /**
   * The greatest common divisor. That there is none is mostly seen at once, modulo a prime on a
   * line x = const; else the subresultant sequence finds it (W. S. Brown, The subresultant PRS
   * algorithm, ACM TOMS 4 (1978) 237, doi:10.1145/355791.355795).
   */
  PlanePolynomial gcd(PlanePolynomial other) {
    if (degreeInY() < other.degreeInY()) {
      return other.gcd(this);
    }
    if (other.degreeInY() < 1 || coprimeOnALine(other)) {
      return new PlanePolynomial(new BigInteger[][] {IntegerPolynomials.ONE});
    }
    BigInteger[][] a = rows;
    BigInteger[][] b = other.rows;
    BigInteger[] g = IntegerPolynomials.ONE;
    BigInteger[] h = IntegerPolynomials.ONE;
    while (b.length > 1) {
      int drop = a.length - b.length;
      BigInteger[] divisor = IntegerPolynomials.times(g, IntegerPolynomials.power(h, drop));
      BigInteger[][] rest = pseudoRemainder(a, b);
      a = b;
      b =
          Arrays.stream(rest)
              .map(row -> IntegerPolynomials.exactQuotient(row, divisor))
              .toArray(BigInteger[][]::new);
      g = a[a.length - 1];
      h =
          drop == 0
              ? h
              : IntegerPolynomials.exactQuotient(
                  IntegerPolynomials.power(g, drop), IntegerPolynomials.power(h, drop - 1));
    }
    return b.length == 0
        ? primitive(a)
        : new PlanePolynomial(new BigInteger[][] {IntegerPolynomials.ONE});
  }

  /** {@code leading(b)^(deg a - deg b + 1) a} modulo b. */
  private static BigInteger[][] pseudoRemainder(BigInteger[][] a, BigInteger[][] b) {
    BigInteger[] leading = b[b.length - 1];
    BigInteger[][] rest = a.clone();
    for (int top = a.length - 1; top >= b.length - 1; top--) {
      Work.spend(top);
      BigInteger[] factor = rest[top];
      int shift = top - b.length + 1;
      for (int k = 0; k < top; k++) {
        rest[k] = IntegerPolynomials.times(rest[k], leading);
        if (k >= shift) {
          rest[k] =
              IntegerPolynomials.minus(rest[k], IntegerPolynomials.times(factor, b[k - shift]));
        }
      }
    }
    int length = b.length - 1;
    while (length > 0 && rest[length - 1].length == 0) {
      length--;
    }
    return Arrays.copyOf(rest, length);
  }

  private boolean coprimeOnALine(PlanePolynomial other) {
    for (int x : SAMPLES) {
      long[] a = onLine(x);
      long[] b = other.onLine(x);
      if (a[a.length - 1] != 0 && b[b.length - 1] != 0 && gcdDegree(a, b) == 0) {
        return true;
      }
    }
    return false;
  }

  private long[] onLine(long x) {
    long[] values = new long[rows.length];
    BigInteger prime = BigInteger.valueOf(PRIME);
    for (int j = 0; j < rows.length; j++) {
      Work.spend(10L * rows[j].length);
      for (int i = rows[j].length - 1; i >= 0; i--) {
        values[j] = (values[j] * x + rows[j][i].mod(prime).longValue()) % PRIME;
      }
    }
    return values;
  }

  private static int gcdDegree(long[] left, long[] right) {
    long[] a = left;
    long[] b = right;
    while (b.length > 0) {
      long[] rest = remainder(a, b);
      a = b;
      b = rest;
    }
    return a.length - 1;
  }

  private static long[] remainder(long[] a, long[] b) {
    long[] rest = a.clone();
    long inverse =
        BigInteger.valueOf(b[b.length - 1]).modInverse(BigInteger.valueOf(PRIME)).longValue();
    for (int k = a.length - b.length; k >= 0; k--) {
      Work.spend(5L * b.length);
      long factor = rest[k + b.length - 1] * inverse % PRIME;
      for (int j = 0; j < b.length; j++) {
        rest[k + j] = Math.floorMod(rest[k + j] - factor * b[j] % PRIME, PRIME);
      }
    }
    int length = Math.min(a.length, b.length - 1);
    while (length > 0 && rest[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(rest, length);
  }

  /** A factor with the power in which it occurs. */
  record Factor(PlanePolynomial base, int exponent) {}

  /** The squarefree factors with their multiplicities (D. R. Musser's scheme, by gcds alone). */
  List<Factor> squarefreeFactors() {
    List<Factor> factors = new ArrayList<>();
    if (degreeInY() < 1) {
      return factors;
    }
    PlanePolynomial repeated = gcd(derivative());
    PlanePolynomial distinct = quotient(repeated);
    for (int k = 1; distinct.degreeInY() > 0; k++) {
      PlanePolynomial next = distinct.gcd(repeated);
      PlanePolynomial exact = distinct.quotient(next);
      if (exact.degreeInY() > 0) {
        factors.add(new Factor(exact, k));
      }
      repeated = repeated.quotient(next);
      distinct = next;
    }
    return factors;
  }
}

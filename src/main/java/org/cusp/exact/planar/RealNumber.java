package org.cusp.exact.planar;

import org.cusp.exact.Work;
import org.hipparchus.fraction.BigFraction;

/**
 * A real algebraic number with exact arithmetic: a rational, or a polynomial in the generator of an
 * {@link Extension} whose coefficients lie in the storeys below. Two numbers are combined only if
 * their extensions lie in one tower.
 */
final class RealNumber {
  static final RealNumber ZERO = new RealNumber(BigFraction.ZERO, null, null);
  static final RealNumber ONE = new RealNumber(BigFraction.ONE, null, null);

  private final BigFraction rational;
  private final Extension field;
  private final UniPoly polynomial;

  private RealNumber(BigFraction rational, Extension field, UniPoly polynomial) {
    this.rational = rational;
    this.field = field;
    this.polynomial = polynomial;
  }

  static RealNumber of(BigFraction value) {
    return new RealNumber(value, null, null);
  }

  static RealNumber of(long value) {
    return of(new BigFraction(value));
  }

  /**
   * The value of a polynomial at the generator, reduced to the lowest storey it shows to lie in.
   */
  static RealNumber of(Extension field, UniPoly polynomial) {
    UniPoly reduced =
        polynomial.length() > field.polynomial().degree()
            ? polynomial.remainder(field.polynomial())
            : polynomial;
    return reduced.length() <= 1 ? reduced.coefficient(0) : new RealNumber(null, field, reduced);
  }

  boolean isRational() {
    return rational != null;
  }

  /** The value of a rational number; null for one that is not known to be rational. */
  BigFraction rational() {
    return rational;
  }

  Extension field() {
    return field;
  }

  private int storey() {
    return field == null ? 0 : field.storey();
  }

  private UniPoly in(Extension target) {
    return field == target ? polynomial : UniPoly.of(this);
  }

  RealNumber plus(RealNumber other) {
    if (rational != null && other.rational != null) {
      Work.on(rational, other.rational);
      return of(rational.add(other.rational));
    }
    Extension top = storey() >= other.storey() ? field : other.field;
    return of(top, in(top).plus(other.in(top)));
  }

  RealNumber negated() {
    return rational != null
        ? of(rational.negate())
        : new RealNumber(null, field, polynomial.negated());
  }

  RealNumber minus(RealNumber other) {
    return plus(other.negated());
  }

  RealNumber times(RealNumber other) {
    if (rational != null && other.rational != null) {
      Work.on(rational, other.rational);
      return of(rational.multiply(other.rational));
    }
    if (isPlainZero() || other.isPlainZero()) {
      return ZERO;
    }
    Extension top = storey() >= other.storey() ? field : other.field;
    return of(top, in(top).times(other.in(top)));
  }

  private boolean isPlainZero() {
    return rational != null && rational.signum() == 0;
  }

  /** 1 over a number that is not zero. */
  RealNumber inverse() {
    if (rational != null) {
      return of(rational.reciprocal());
    }
    UniPoly.Bezout bezout = polynomial.bezout(field.polynomial());
    if (bezout.gcd().degree() > 0) {
      field.shrinkTo(field.polynomial().quotient(bezout.gcd()));
      return of(field, polynomial).inverse();
    }
    return of(field, bezout.factor());
  }

  /** Whether the number is zero, decided exactly. */
  boolean isZero() {
    if (rational != null) {
      return rational.signum() == 0;
    }
    field.sharpen();
    if (enclosure().sign() != 0) {
      return false;
    }
    UniPoly common = polynomial.gcd(field.polynomial());
    if (common.degree() <= 0) {
      return false;
    }
    boolean zero = field.isRootOfDivisor(common);
    field.shrinkTo(zero ? common : field.polynomial().quotient(common));
    return zero;
  }

  /** The sign: -1, 0 or 1. */
  int signum() {
    if (rational != null) {
      return rational.signum();
    }
    if (isZero()) {
      return 0;
    }
    int sign = enclosure().sign();
    while (sign == 0) {
      field.narrow();
      sign = enclosure().sign();
    }
    return sign;
  }

  /** An interval around the number, as narrow as the tower's intervals are now. */
  Interval enclosure() {
    if (rational != null) {
      return Interval.point(rational);
    }
    Interval generator = field.interval();
    Interval value = Interval.point(BigFraction.ZERO);
    for (int k = polynomial.length() - 1; k >= 0; k--) {
      value = value.times(generator).plus(polynomial.coefficient(k).enclosure());
    }
    return value;
  }

  /** A nearby double, for display. */
  double approximate() {
    if (rational != null) {
      return rational.doubleValue();
    }
    for (int k = 0; k < 40; k++) {
      field.narrow();
    }
    return enclosure().middle();
  }
}

package org.cusp.exact.planar;

import org.hipparchus.fraction.BigFraction;

/**
 * One storey of a tower of real number fields: the field below with one more real number, given as
 * the only root of a squarefree polynomial in an open interval with rational ends.
 *
 * <p>The polynomial need not be irreducible. When a computation meets a proper factor of it, the
 * factor that has the root replaces it (dynamic evaluation; J. Della Dora, C. Dicrescenzo, D.
 * Duval, About a new method for computing in algebraic number fields, EUROCAL 1985,
 * doi:10.1007/3-540-15984-3_279). Since the root is a definite real number, no case distinction
 * arises: the polynomial shrinks and all elements stay valid. Replacing the polynomial and
 * narrowing the interval change the description of the number, never the number.
 */
final class Extension {
  private static final BigFraction SHARP = new BigFraction(1, 1 << 24);

  private final Extension below;
  private final int storey;
  private UniPoly polynomial;
  private BigFraction low;
  private BigFraction high;

  /**
   * @param below the field that the coefficients lie in, null for the rationals
   * @param polynomial squarefree, with exactly one root in (low, high) and none at the ends
   */
  Extension(Extension below, UniPoly polynomial, BigFraction low, BigFraction high) {
    this.below = below;
    this.storey = below == null ? 1 : below.storey + 1;
    this.polynomial = polynomial.monic();
    this.low = low;
    this.high = high;
  }

  int storey() {
    return storey;
  }

  UniPoly polynomial() {
    return polynomial;
  }

  /** The adjoined number itself. */
  RealNumber generator() {
    return RealNumber.of(this, UniPoly.of(RealNumber.ZERO, RealNumber.ONE));
  }

  Interval interval() {
    return new Interval(low, high);
  }

  /** Whether a polynomial that divides the defining one has the adjoined number as its root. */
  boolean isRootOfDivisor(UniPoly divisor) {
    return divisor.at(low).signum() != divisor.at(high).signum();
  }

  /** Puts a divisor that has the number as its root in the place of the defining polynomial. */
  void shrinkTo(UniPoly divisor) {
    polynomial = divisor.monic();
  }

  /** Narrows the interval to a width below 2^-24, so that most numbers show their sign at once. */
  void sharpen() {
    while (high.subtract(low).compareTo(SHARP) > 0) {
      narrow();
    }
  }

  /** Halves the interval here and in every storey below. */
  void narrow() {
    if (below != null) {
      below.narrow();
    }
    BigFraction middle = low.add(high).divide(2);
    int sign = polynomial.at(middle).signum();
    if (sign == 0) {
      BigFraction quarter = high.subtract(low).divide(4);
      polynomial = UniPoly.of(RealNumber.of(middle.negate()), RealNumber.ONE);
      low = middle.subtract(quarter);
      high = middle.add(quarter);
    } else if (sign == polynomial.at(low).signum()) {
      low = middle;
    } else {
      high = middle;
    }
  }
}

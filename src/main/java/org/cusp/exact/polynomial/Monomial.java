package org.cusp.exact.polynomial;

import java.util.Arrays;
import org.cusp.contract.InvalidInput;

/** The exponents of a monomial, one for each variable. Immutable. */
public final class Monomial implements Comparable<Monomial> {
  /** The largest exponent that is accepted; beyond it a Newton polyhedron means little. */
  static final int LARGEST_EXPONENT = 1_000_000;

  private final int[] exponents;

  private Monomial(int[] exponents) {
    this.exponents = exponents;
  }

  /** The monomial with these exponents. */
  public static Monomial of(int... exponents) {
    return new Monomial(exponents.clone());
  }

  /** The number of variables. */
  public int dimension() {
    return exponents.length;
  }

  /** The exponent of one variable. */
  public int exponent(int variable) {
    return exponents[variable];
  }

  /** Whether this is the constant 1. */
  public boolean isOne() {
    return Arrays.stream(exponents).allMatch(e -> e == 0);
  }

  /** Whether all exponents are even. */
  public boolean isSquare() {
    return Arrays.stream(exponents).allMatch(e -> e % 2 == 0);
  }

  Monomial times(Monomial other) {
    int[] sum = new int[exponents.length];
    for (int k = 0; k < sum.length; k++) {
      long exponent = (long) exponents[k] + other.exponents[k];
      if (exponent > LARGEST_EXPONENT) {
        throw new InvalidInput(
            "polynomial: an exponent exceeds " + LARGEST_EXPONENT + " when multiplied out");
      }
      sum[k] = (int) exponent;
    }
    return new Monomial(sum);
  }

  @Override
  public int compareTo(Monomial other) {
    return Arrays.compare(exponents, other.exponents);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Monomial that && Arrays.equals(exponents, that.exponents);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(exponents);
  }
}

package org.cusp.tensor.simd.lanes;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Elementary functions on arrays of doubles, by vectors. */
public final class DoubleMath {
  private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;
  private static final double LOG2E = 1.4426950408889634;

  /** ln 2 in two parts: the first has so few bits that its multiples by an exponent are exact. */
  private static final double LN2_HIGH = 0x1.62e42fefap-1;

  private static final double LN2_LOW = 0x1.cf79abc9e3b4p-40;
  private static final double ROUNDER = 0x1.8p52;
  private static final int EXPONENT_BIAS = 1023;
  private static final int MANTISSA_BITS = 52;

  /** Below it exp is taken as exp of it, about 1e-304. */
  private static final double LEAST = -700;

  private static final double[] INVERSE_FACTORIAL = inverseFactorials(14);

  private DoubleMath() {}

  /**
   * values[i] = exp(values[i]) for values of at most 0, to about 2e-16.
   *
   * @param length how many; the array has room for whole vectors, and what lies in it there is
   *     changed too
   */
  public static void expInPlace(double[] values, int from, int length) {
    for (int i = from; i < from + length; i += D.length()) {
      exp(DoubleVector.fromArray(D, values, i)).intoArray(values, i);
    }
  }

  /** The room that {@link #expInPlace} needs for so many values. */
  public static int room(int length) {
    return (length + D.length() - 1) / D.length() * D.length();
  }

  /** exp(x) for x of at most 0. */
  public static DoubleVector exp(DoubleVector x) {
    DoubleVector bounded = x.max(LEAST);
    DoubleVector shifted = bounded.mul(LOG2E).add(ROUNDER);
    DoubleVector whole = shifted.sub(ROUNDER);
    DoubleVector r = whole.fma(DoubleVector.broadcast(D, -LN2_HIGH), bounded);
    r = whole.fma(DoubleVector.broadcast(D, -LN2_LOW), r);
    return taylor(r)
        .mul(
            shifted
                .reinterpretAsLongs()
                .add(EXPONENT_BIAS)
                .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                .reinterpretAsDoubles());
  }

  /** To degree 13 on |r| <= (ln 2)/2: the next term is 4e-18. */
  private static DoubleVector taylor(DoubleVector r) {
    DoubleVector sum = DoubleVector.broadcast(D, INVERSE_FACTORIAL[13]);
    sum = horner(sum, r, 12);
    sum = horner(sum, r, 11);
    sum = horner(sum, r, 10);
    sum = horner(sum, r, 9);
    sum = horner(sum, r, 8);
    sum = horner(sum, r, 7);
    sum = horner(sum, r, 6);
    sum = horner(sum, r, 5);
    sum = horner(sum, r, 4);
    sum = horner(sum, r, 3);
    sum = horner(sum, r, 2);
    sum = horner(sum, r, 1);
    return horner(sum, r, 0);
  }

  private static DoubleVector horner(DoubleVector sum, DoubleVector r, int degree) {
    return sum.fma(r, DoubleVector.broadcast(D, INVERSE_FACTORIAL[degree]));
  }

  private static double[] inverseFactorials(int count) {
    double[] inverse = new double[count];
    inverse[0] = 1;
    for (int k = 1; k < count; k++) {
      inverse[k] = inverse[k - 1] / k;
    }
    return inverse;
  }
}

package org.cusp.tensor.parity;

import org.cusp.tensor.Precision;

/** How far the results of two right kernels may lie apart. */
public enum Rounding {
  /** Numbers are moved or chosen: not at all. */
  NONE,
  /** Each number is computed by itself, by the same operations where the kernels promise it. */
  OF_ELEMENTS,
  /** Sums may be taken in another order, and functions be of another library. */
  OF_SUMS;

  /** What two providers promise each other. */
  public enum Promise {
    /** The same operations on each element, so that the bits are the same in float32. */
    BITS(3e-6, 1e-13),
    /** The same to the rounding of the precision. */
    DIGITS(2e-5, 1e-12);

    private final double single;
    private final double twice;

    Promise(double single, double twice) {
      this.single = single;
      this.twice = twice;
    }
  }

  /** In units of the largest result. */
  double within(Promise promise, Precision precision) {
    boolean isSingle = precision == Precision.FLOAT32;
    boolean isExact = this == OF_ELEMENTS && promise == Promise.BITS && isSingle;
    return this == NONE || isExact ? 0 : isSingle ? promise.single : promise.twice;
  }

  /** Of what a kernel returns or keeps in double, whatever the precision of its slabs. */
  double withinDouble(Promise promise, Precision precision) {
    return Math.max(within(promise, precision), promise.twice);
  }
}

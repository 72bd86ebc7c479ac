package org.cusp.exact.planar;

import java.util.List;
import org.hipparchus.fraction.BigFraction;

/** Real zeros of polynomials in one variable with rational coefficients. */
public final class RealZeros {
  private RealZeros() {}

  /**
   * Whether the polynomial has a real zero other than 0.
   *
   * @param coefficients the constant first
   */
  public static boolean hasNonzeroRoot(List<BigFraction> coefficients) {
    RealNumber[] numbers = coefficients.stream().map(RealNumber::of).toArray(RealNumber[]::new);
    for (UniPoly part : UniPoly.of(numbers).withoutZeroRoot().squarefreeParts()) {
      if (RealRoots.count(part) > 0) {
        return true;
      }
    }
    return false;
  }
}

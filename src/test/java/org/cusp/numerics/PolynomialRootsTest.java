package org.cusp.numerics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.hipparchus.analysis.solvers.LaguerreSolver;
import org.hipparchus.complex.Complex;
import org.junit.jupiter.api.Test;

class PolynomialRootsTest {
  /** From the constant upwards. */
  private static double[] withRoots(double... roots) {
    double[] product = {1};
    for (double root : roots) {
      double[] next = new double[product.length + 1];
      for (int i = 0; i < product.length; i++) {
        next[i + 1] += product[i];
        next[i] -= root * product[i];
      }
      product = next;
    }
    return product;
  }

  private static void assertRoots(double[] coefficients, double tolerance, double... expected) {
    PolynomialRoots found = PolynomialRoots.of(coefficients);
    double[] real = found.realParts().clone();
    Arrays.sort(real);
    assertThat(found.isConverged()).isTrue();
    assertThat(real).hasSize(expected.length);
    for (int k = 0; k < expected.length; k++) {
      assertThat(real[k]).isCloseTo(expected[k], within(tolerance));
    }
  }

  @Test
  void simpleRoots() {
    assertRoots(withRoots(-3, 0.5, 2, 7), 1e-13, -3, 0.5, 2, 7);
    assertRoots(new double[] {1, 0, 1}, 1e-14, 0, 0);
    assertRoots(new double[] {5, -2, 1}, 1e-14, 1, 1);
    assertRoots(new double[] {3}, 0);
  }

  @Test
  void rootsAtZeroAndLeadingZeros() {
    assertRoots(new double[] {0, 0, -2, 1, 0}, 1e-14, 0, 0, 2);
  }

  /** A root of multiplicity m is known to the m-th root of rounding. */
  @Test
  void multipleRoots() {
    assertRoots(withRoots(1, 1, 1, -2, -2), 1e-4, -2, -2, 1, 1, 1);
  }

  @Test
  void saysWhatDoesNotConverge() {
    double[] coefficients = {1, Double.NaN, 1};
    assertThat(PolynomialRoots.of(coefficients).isConverged()).isFalse();
  }

  /**
   * Why ours stays: of (y - x^2)^2 (y + x)^2 (y - 3)^2 at x = 1/2, a polynomial as the zero sets of
   * K have them, Hipparchus' solver, which divides out one root after another, has the double roots
   * less well.
   */
  @Test
  void theLibraryLosesDoubleRoots() {
    double[] expected = {-0.5, -0.5, 0.25, 0.25, 3, 3};
    double[] coefficients = withRoots(expected);
    double[] here = PolynomialRoots.of(coefficients).realParts().clone();
    double[] there =
        Arrays.stream(new LaguerreSolver().solveAllComplex(coefficients, 0.1))
            .mapToDouble(Complex::getRealPart)
            .toArray();
    assertThat(worst(here, expected)).isLessThan(1e-6);
    assertThat(worst(there, expected)).isGreaterThan(2 * worst(here, expected));
  }

  private static double worst(double[] found, double[] expected) {
    double[] sorted = found.clone();
    Arrays.sort(sorted);
    double worst = 0;
    for (int k = 0; k < expected.length; k++) {
      worst = Math.max(worst, Math.abs(sorted[k] - expected[k]));
    }
    return worst;
  }
}

package org.cusp.numerics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.junit.jupiter.api.Test;

class TridiagonalEigenTest {
  /** 2 on the diagonal and -1 next to it: 2 - 2 cos(pi k / (n + 1)). */
  @Test
  void secondDifferences() {
    int n = 60;
    double[] diagonal = new double[n];
    double[] below = new double[n - 1];
    Arrays.fill(diagonal, 2);
    Arrays.fill(below, -1);
    TridiagonalEigen eigen = TridiagonalEigen.of(diagonal, below);
    double[] values = eigen.values().clone();
    Arrays.sort(values);
    for (int k = 1; k <= n; k++) {
      assertThat(values[k - 1]).isCloseTo(2 - 2 * Math.cos(Math.PI * k / (n + 1)), within(1e-13));
    }
    assertDecomposes(eigen, diagonal, below, 1e-13);
  }

  /** Seventeen decades, with zeros next to the diagonal: blocks. */
  @Test
  void gradedAndBlocked() {
    double[] diagonal = {1e5, 3, 0, 0, 1e-7, -1e-12, 5e-4};
    double[] below = {1e2, 0, 1e-9, 0, 1e-11, 1e-8};
    TridiagonalEigen eigen = TridiagonalEigen.of(diagonal, below);
    assertDecomposes(eigen, diagonal, below, 1e-10);
  }

  /**
   * Why ours stays: the curvature -1.2e-12 of the last block, beside one of 1e5, is 0 for
   * Hipparchus. The expected number is mpmath's, with 50 digits.
   */
  @Test
  void smallNegativeValuesKeepTheirSign() {
    double[] diagonal = {1e5, 1e-7, -1e-12, 5e-4};
    double[] below = {0, 1e-11, 1e-8};
    assertThat(Arrays.stream(TridiagonalEigen.of(diagonal, below).values()).min().orElseThrow())
        .isCloseTo(-1.2009999875097444e-12, within(1e-18));
    assertThat(new EigenDecompositionSymmetric(diagonal, below).getEigenvalues()[3]).isZero();
  }

  @Test
  void oneByOne() {
    TridiagonalEigen eigen = TridiagonalEigen.of(new double[] {-3}, new double[0]);
    assertThat(eigen.values()).containsExactly(-3);
    assertThat(eigen.vectors()[0]).containsExactly(1);
  }

  /**
   * Lanczos matrices of a few large and many small eigenvalues: what was dropped stays dropped,
   * though the diagonal beside it shrinks afterwards. A NaN never converges.
   */
  @Test
  void gradedMatricesConverge() {
    RandomStream stream = RandomStream.of(1, Purpose.START, 0);
    for (int t = 0; t < 300; t++) {
      int n = 5 + t % 40;
      double[] diagonal = new double[n];
      double[] below = new double[n - 1];
      for (int i = 0; i < n; i++) {
        double size = Math.pow(10, -12 * stream.uniform(t, 2L * i));
        diagonal[i] = size * stream.normal(t, 3L * i);
        if (i < n - 1) {
          below[i] = size * stream.normal(t, 3L * i + 1);
        }
      }
      TridiagonalEigen eigen = TridiagonalEigen.of(diagonal, below);
      assertThat(eigen.isConverged()).as("matrix %d", t).isTrue();
      assertDecomposes(eigen, diagonal, below, 1e-12);
      diagonal[n / 2] = Double.NaN;
      assertThat(TridiagonalEigen.of(diagonal, below).isConverged()).isFalse();
    }
  }

  /** T v = value v, and the vectors are orthonormal. */
  private static void assertDecomposes(
      TridiagonalEigen eigen, double[] diagonal, double[] below, double tolerance) {
    int n = diagonal.length;
    for (int i = 0; i < n; i++) {
      double[] v = eigen.vectors()[i];
      for (int k = 0; k < n; k++) {
        double image = diagonal[k] * v[k];
        image += k > 0 ? below[k - 1] * v[k - 1] : 0;
        image += k < n - 1 ? below[k] * v[k + 1] : 0;
        assertThat(image).isCloseTo(eigen.values()[i] * v[k], within(tolerance));
      }
      for (int j = 0; j <= i; j++) {
        double dot = Vectors.dot(v, eigen.vectors()[j]);
        assertThat(dot).isCloseTo(i == j ? 1 : 0, within(1e-13));
      }
    }
  }
}

package org.cusp.numerics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.junit.jupiter.api.Test;

class SymmetricEigenTest {
  /** A = D^T T D with D = diag(1, 1e-4, 1e-8) and T of determinant 1/2: values over 16 decades. */
  private static final double[][] GRADED = graded();

  private static double[][] graded() {
    double[] scale = {1, 1e-4, 1e-8};
    double[][] matrix = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        matrix[i][j] = (i == j ? 1 : 0.5) * scale[i] * scale[j];
      }
    }
    return matrix;
  }

  private static double[] sorted(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  private static double[][] copy(double[][] matrix) {
    return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
  }

  /** 2 on the diagonal and -1 next to it: 2 - 2 cos(pi k / (n + 1)). */
  @Test
  void secondDifferences() {
    int n = 9;
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      matrix[i][i] = 2;
      if (i > 0) {
        matrix[i][i - 1] = -1;
        matrix[i - 1][i] = -1;
      }
    }
    SymmetricEigen eigen = SymmetricEigen.of(copy(matrix)).orThrow();
    double[] values = sorted(eigen.values());
    double[][] vectors = Matrices.transpose(eigen.vectors());
    for (int k = 0; k < n; k++) {
      assertThat(values[k]).isCloseTo(2 - 2 * Math.cos(Math.PI * (k + 1) / (n + 1)), within(1e-14));
      double[] image = Matrices.product(new double[][] {vectors[k]}, matrix)[0];
      Vectors.add(image, -eigen.values()[k], vectors[k]);
      assertThat(Vectors.norm(image)).isLessThan(1e-14);
    }
  }

  /**
   * Why Jacobi's method stays: it has each eigenvalue of a scaled matrix to its own digits (J.
   * Demmel, K. Veselic, SIAM J. Matrix Anal. Appl. 13 (1992) 1204), while reduction to tridiagonal
   * form has the small ones to the largest's. The smallest here is det A over the other two.
   */
  @Test
  void smallValuesKeepTheirDigits() {
    // Of T: the Schur complements 1, 3/4, 2/3; corrections are of the relative order 1e-8.
    double smallest = 2.0 / 3 * 1e-16;
    double here = sorted(SymmetricEigen.of(copy(GRADED)).orThrow().values())[0];
    assertThat(here / smallest).isCloseTo(1, within(1e-7));
    double there =
        sorted(new EigenDecompositionSymmetric(new Array2DRowRealMatrix(GRADED)).getEigenvalues())[
            0];
    assertThat(Math.abs(there / smallest - 1)).isGreaterThan(1e-3);
  }

  @Test
  void saysWhatHasNoAnswer() {
    SymmetricEigen indefinite = SymmetricEigen.of(new double[][] {{1, 2}, {2, 1}});
    assertThat(indefinite.isConverged()).isFalse();
    assertThatThrownBy(indefinite::orThrow)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("did not converge");
    assertThat(SymmetricEigen.of(new double[][] {{1, Double.NaN}, {Double.NaN, 1}}).isConverged())
        .isFalse();
    assertThat(SymmetricEigen.of(new double[2][2]).values()).containsExactly(0, 0);
  }
}

package org.cusp.numerics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.junit.jupiter.api.Test;

/** Reference numbers: NumPy's linalg. */
class CholeskyTest {
  private static final double[][] MATRIX = {{4, 2, 0.6}, {2, 5, 1}, {0.6, 1, 3}};
  private static final double TINY = 1e-14;

  @Test
  void factorAndWhatFollows() {
    Cholesky root = Cholesky.of(MATRIX);
    assertClose(root.lower()[0], 2, 0, 0);
    assertClose(root.lower()[1], 1, 2, 0);
    assertClose(root.lower()[2], 0.3, 0.35, 1.6695807857064);
    assertThat(root.traceOfInverse()).isCloseTo(0.9336322869955156, within(TINY));
    assertClose(
        root.solve(new double[] {1, -2, 3}),
        0.48878923766816146,
        -0.831390134529148,
        1.1793721973094171);
    double[][] two = root.forward(new double[][] {{1, 4}, {-2, 2}, {3, 0.6}});
    assertClose(Matrices.transpose(two)[0], root.forward(new double[] {1, -2, 3}));
    assertClose(Matrices.transpose(two)[1], 2, 0, 0);
  }

  @Test
  void noFactorWithoutPositivePivots() {
    double[][] indefinite = {{1, 2}, {2, 1}};
    assertThat(Cholesky.of(indefinite, 0)).isEmpty();
    assertThatThrownBy(() -> Cholesky.of(indefinite))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("2 rows is not positive definite");
    double[][] nearlySingular = {{1, 1}, {1, 1 + 1e-11}};
    assertThat(Cholesky.of(nearlySingular, 0)).isPresent();
    assertThat(Cholesky.of(nearlySingular, 1e-10)).isEmpty();
    assertThat(Cholesky.of(new double[][] {{Double.NaN}}, 0)).isEmpty();
  }

  /** Why ours stays where draws are made with it: Hipparchus' factor has other last digits. */
  @Test
  void theLibrarysFactorIsTheSameUpToRounding() {
    int n = 12;
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        matrix[i][j] = 1.0 / (1 + Math.abs(i - j)) + (i == j ? 1 : 0);
      }
    }
    double[][] here = Cholesky.of(matrix).lower();
    double[][] there = new CholeskyDecomposition(new Array2DRowRealMatrix(matrix)).getL().getData();
    int differing = 0;
    for (int i = 0; i < n; i++) {
      assertClose(here[i], there[i]);
      for (int j = 0; j <= i; j++) {
        differing += here[i][j] == there[i][j] ? 0 : 1;
      }
    }
    assertThat(differing).isGreaterThan(5);
  }

  private static void assertClose(double[] found, double... expected) {
    assertThat(found).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(TINY));
    }
  }
}

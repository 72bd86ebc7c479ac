package org.cusp.tensor.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;
import org.cusp.tensor.simd.SimdProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sparse products are the plain sums, for outputs that fill their blocks and that do not. */
class SparseProductsTest {
  private static final int ROWS = 37;
  private static final int COLUMNS = 300;
  private static final int FROM = 5;
  private static final int COUNT = 29;
  private static final SimdProvider PROVIDER = new SimdProvider();

  /** A fifth of the numbers is not zero; one row and one column are empty. */
  private static double[] sparse(long seed) {
    RandomStream stream = RandomStream.of(seed, Purpose.INPUTS, 0);
    double[] x = new double[ROWS * COLUMNS];
    for (int i = 0; i < x.length; i++) {
      boolean isEmpty = i / COLUMNS == FROM + 2 || i % COLUMNS == 11;
      x[i] = !isEmpty && stream.uniform(1, i) < 0.2 ? (float) stream.normal(0, i) : 0;
    }
    return x;
  }

  private static double[] normals(int count, long step) {
    double[] values = new double[count];
    RandomStream.of(2, Purpose.INPUTS, 0).normals(step, 0, values, count);
    return Arrays.stream(values).map(v -> (float) v).toArray();
  }

  private static MatrixStack matrix(double[] values, int rows, int columns) {
    return MatrixStack.of(Slab.row(PROVIDER.memory(), Precision.FLOAT32, values), 0, rows, columns);
  }

  /** Rows of x, with what is said to be their numbers. */
  private static MatrixStack inputs(double[] x, SparseRows said) {
    Slab slab = Slab.row(PROVIDER.memory(), Precision.FLOAT32, x);
    return MatrixStack.of(slab, FROM * COLUMNS, COUNT, COLUMNS).with(said.slice(FROM, COUNT));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 16, 33, 64, 70, 131})
  void theyArePlainSums(int outputs) {
    double[] x = sparse(1);
    double[] w = normals(outputs * COLUMNS, 1);
    double[] d = normals(COUNT * outputs, 2);
    MatrixStack given = inputs(x, SparseRows.of(x, COLUMNS).orElseThrow());
    MatrixStack z = matrix(new double[COUNT * outputs], COUNT, outputs);
    MatrixStack g = matrix(new double[outputs * COLUMNS], outputs, COLUMNS);
    Kernels kernels = PROVIDER.create();
    kernels.multiply(given, Transpose.NO, matrix(w, outputs, COLUMNS), Transpose.YES, z, 0);
    kernels.multiply(matrix(d, COUNT, outputs), Transpose.YES, given, Transpose.NO, g, 0);
    double[] expectedZ = new double[COUNT * outputs];
    double[] expectedG = new double[outputs * COLUMNS];
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < outputs; j++) {
        for (int k = 0; k < COLUMNS; k++) {
          double number = x[(FROM + i) * COLUMNS + k];
          expectedZ[i * outputs + j] += number * w[j * COLUMNS + k];
          expectedG[j * COLUMNS + k] += number * d[i * outputs + j];
        }
      }
    }
    assertThat(z.slab().getRow(0)).containsExactly(expectedZ, within(3e-5));
    assertThat(g.slab().getRow(0)).containsExactly(expectedG, within(3e-5));
  }

  /** Power: of a matrix that is said to be another, the other's product is found. */
  @Test
  void theNumbersThatWereSaidAreUsed() {
    double[] w = normals(32 * COLUMNS, 1);
    MatrixStack given = inputs(sparse(1), SparseRows.of(sparse(3), COLUMNS).orElseThrow());
    MatrixStack z = matrix(new double[COUNT * 32], COUNT, 32);
    PROVIDER.create().multiply(given, Transpose.NO, matrix(w, 32, COLUMNS), Transpose.YES, z, 0);
    double expected = 0;
    for (int k = 0; k < COLUMNS; k++) {
      expected += sparse(3)[FROM * COLUMNS + k] * w[k];
    }
    assertThat(z.slab().getRow(0)[0]).isCloseTo(expected, within(3e-5));
  }

  @Test
  void whatIsDenseOrNarrowIsLeftAlone() {
    double[] dense = new double[4 * COLUMNS];
    Arrays.fill(dense, 0, dense.length / 2, 1);
    assertThat(SparseRows.of(dense, COLUMNS)).isEmpty();
    assertThat(SparseRows.of(new double[400], 100)).isEmpty();
  }
}

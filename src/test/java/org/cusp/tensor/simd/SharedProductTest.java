package org.cusp.tensor.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;
import org.cusp.tensor.Workers;
import org.cusp.tensor.sparse.SparseRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A large product has the same bits on any number of threads. */
class SharedProductTest {
  private static final int INNER = 300;
  private static final int COLUMNS = 330;

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, NO, NO, 0, 512", "FLOAT32, NO, YES, 0, 401", "FLOAT32, YES, NO, 0, 784",
    "FLOAT32, YES, YES, 1, 450", "FLOAT64, NO, NO, 1, 512", "FLOAT64, NO, YES, 0, 401",
    "FLOAT64, YES, NO, 0, 784", "FLOAT64, YES, YES, 1, 450"
  })
  void hasTheSameBitsOnAnyNumberOfThreads(
      Precision precision, Transpose opA, Transpose opB, double beta, int rows) {
    double[] alone = product(1, precision, opA, opB, beta, rows);
    assertThat(product(2, precision, opA, opB, beta, rows)).isEqualTo(alone);
    assertThat(product(5, precision, opA, opB, beta, rows)).isEqualTo(alone);
  }

  /** Inputs of which a fifth are not zero, by their numbers alone: forward and back. */
  @Test
  void ofSparseInputsTooHasTheSameBits() {
    assertThat(sparseProducts(2)).isDeepEqualTo(sparseProducts(1));
    assertThat(sparseProducts(5)).isDeepEqualTo(sparseProducts(1));
  }

  private static double[][] sparseProducts(int threads) {
    int rows = 330;
    int outputs = 280;
    KernelProvider provider = new SimdProvider();
    double[] x = new double[rows * COLUMNS];
    Arrays.setAll(x, i -> i * 7 % 5 == 0 ? Math.sin(i) : 0);
    try (Slab inputs = Slab.row(provider.memory(), Precision.FLOAT32, x);
        Slab w = numbers(provider, Precision.FLOAT32, outputs * COLUMNS, 1);
        Slab z = numbers(provider, Precision.FLOAT32, rows * outputs, 2);
        Slab g = numbers(provider, Precision.FLOAT32, outputs * COLUMNS, 3);
        Workers workers = new Workers(threads)) {
      SparseRows known = SparseRows.of(x, COLUMNS).orElseThrow();
      MatrixStack given = MatrixStack.of(inputs, 0, rows, COLUMNS).with(known.slice(0, rows));
      MatrixStack weight = MatrixStack.of(w, 0, outputs, COLUMNS);
      MatrixStack output = MatrixStack.of(z, 0, rows, outputs);
      MatrixStack gradient = MatrixStack.of(g, 0, outputs, COLUMNS);
      workers.run(
          1,
          task -> {
            Kernels kernels = provider.create();
            kernels.multiply(given, Transpose.NO, weight, Transpose.YES, output, 0);
            kernels.multiply(output, Transpose.YES, given, Transpose.NO, gradient, 0);
          });
      return new double[][] {z.getRow(0), g.getRow(0)};
    }
  }

  private static double[] product(
      int threads, Precision precision, Transpose opA, Transpose opB, double beta, int rows) {
    KernelProvider provider = new SimdProvider();
    try (Slab a = numbers(provider, precision, rows * INNER, 1);
        Slab b = numbers(provider, precision, INNER * COLUMNS, 2);
        Slab c = numbers(provider, precision, rows * COLUMNS, 3);
        Workers workers = new Workers(threads)) {
      MatrixStack first = matrix(a, opA, rows, INNER);
      MatrixStack second = matrix(b, opB, INNER, COLUMNS);
      MatrixStack result = MatrixStack.of(c, 0, rows, COLUMNS);
      workers.run(1, task -> provider.create().multiply(first, opA, second, opB, result, beta));
      return c.getRow(0);
    }
  }

  private static MatrixStack matrix(Slab slab, Transpose op, int rows, int columns) {
    return op == Transpose.YES
        ? MatrixStack.of(slab, 0, columns, rows)
        : MatrixStack.of(slab, 0, rows, columns);
  }

  private static Slab numbers(KernelProvider provider, Precision precision, int count, int seed) {
    double[] row = new double[count];
    for (int i = 0; i < count; i++) {
      row[i] = Math.sin(seed + i * 0.71);
    }
    return Slab.row(provider.memory(), precision, row);
  }
}

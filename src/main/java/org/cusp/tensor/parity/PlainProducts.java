package org.cusp.tensor.parity;

import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;

/** A product beside sums of its terms in double: two providers may share one BLAS. */
record PlainProducts(KernelProvider provider, Shape shape, long seed) {
  private static final int INNER = 11;

  Comparison of(Transpose a, Transpose b, Rounding.Promise promise) {
    int m = shape.rows();
    int n = shape.width();
    try (Slab left = filled(m * INNER, 0);
        Slab right = filled(INNER * n, 1);
        Slab product = left.zerosBeside(1, m * n)) {
      provider
          .create()
          .multiply(
              stored(left, a, m, INNER),
              a,
              stored(right, b, INNER, n),
              b,
              MatrixStack.of(product, 0, m, n),
              0);
      double[][] results = {sums(left.getRow(0), a, right.getRow(0), b), product.getRow(0)};
      double within = Rounding.OF_SUMS.within(promise, shape.precision());
      return Comparison.of("multiply, plain sums", shape, within, results);
    }
  }

  private static MatrixStack stored(Slab slab, Transpose op, int rows, int columns) {
    return op == Transpose.YES
        ? MatrixStack.of(slab, 0, columns, rows)
        : MatrixStack.of(slab, 0, rows, columns);
  }

  private double[] sums(double[] left, Transpose a, double[] right, Transpose b) {
    int m = shape.rows();
    int n = shape.width();
    double[] sums = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < INNER; k++) {
          double x = left[a == Transpose.YES ? k * m + i : i * INNER + k];
          sums[i * n + j] += x * right[b == Transpose.YES ? j * INNER + k : k * n + j];
        }
      }
    }
    return sums;
  }

  private Slab filled(int size, int number) {
    double[] values = new double[size];
    RandomStream.of(seed, Purpose.INPUTS, number).normals(0, 0, values, size);
    return Slab.row(provider.memory(), shape.precision(), values);
  }
}

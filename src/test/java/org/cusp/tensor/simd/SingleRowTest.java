package org.cusp.tensor.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row of each chain times a matrix too large to be copied, held to sums in double. */
class SingleRowTest {
  private static final int ROWS = 300;
  private static final int COLUMNS = 900;
  private static final int CHAINS = 2;

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, NO, 0", "FLOAT32, YES, 0", "FLOAT32, NO, 1", "FLOAT32, YES, 1",
    "FLOAT64, NO, 0", "FLOAT64, YES, 0", "FLOAT64, NO, 1", "FLOAT64, YES, 1"
  })
  void is_the_sum_of_products(Precision precision, Transpose op, double beta) {
    int inner = op == Transpose.NO ? ROWS : COLUMNS;
    int outer = op == Transpose.NO ? COLUMNS : ROWS;
    double[] matrix = numbers(ROWS * COLUMNS, 1);
    KernelProvider provider = new SimdProvider();
    try (Slab a = Slab.zeros(provider.memory(), precision, CHAINS, inner);
        Slab b = Slab.zeros(provider.memory(), precision, 1, ROWS * COLUMNS);
        Slab c = Slab.zeros(provider.memory(), precision, CHAINS, outer)) {
      b.setRow(0, matrix);
      for (int chain = 0; chain < CHAINS; chain++) {
        a.setRow(chain, numbers(inner, 2 + chain));
        double[] before = numbers(outer, 9);
        Arrays.setAll(before, i -> beta == 0 ? Double.NaN : (float) numbers(outer, 9)[i]);
        c.setRow(chain, before);
      }
      MatrixStack all = MatrixStack.of(b, 0, ROWS, COLUMNS);
      provider
          .create()
          .multiply(
              MatrixStack.of(a, 0, 1, inner),
              Transpose.NO,
              all,
              op,
              MatrixStack.of(c, 0, 1, outer),
              beta);
      for (int chain = 0; chain < CHAINS; chain++) {
        double[] expected = products(a.getRow(chain), b.getRow(0), op, outer);
        double[] before = numbers(outer, 9);
        for (int j = 0; j < outer; j++) {
          double sum = expected[j] + (beta == 0 ? 0 : (float) before[j]);
          double rounding = precision == Precision.FLOAT32 ? 1e-4 : 1e-12;
          assertThat(c.getRow(chain)[j]).isCloseTo(sum, within(rounding));
        }
      }
    }
  }

  private static double[] products(double[] row, double[] matrix, Transpose op, int outer) {
    double[] sums = new double[outer];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        double value = matrix[i * COLUMNS + j];
        if (op == Transpose.NO) {
          sums[j] += row[i] * value;
        } else {
          sums[i] += row[j] * value;
        }
      }
    }
    return sums;
  }

  private static double[] numbers(int count, long seed) {
    return new SplittableRandom(seed).doubles(count, -1, 1).toArray();
  }
}

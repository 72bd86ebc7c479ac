package org.cusp.sampler.reference;

import org.cusp.clock.Deadline;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;
import org.cusp.tensor.Workers;

/**
 * J J' of a long matrix J [m, P], by blocks of its lower half that threads share out: which thread
 * computes a block does not matter, and the deadline is asked before each.
 */
record GramMatrix(MatrixStack rows, KernelProvider provider, Workers workers, Deadline deadline) {
  private static final int BLOCK = 64;

  /**
   * Its entries, [m][m].
   *
   * @throws org.cusp.clock.TimeIsUp where the deadline has passed
   */
  double[][] values() {
    int m = rows.rows();
    double[][] values = new double[m][m];
    workers.run((m + BLOCK - 1) / BLOCK, block -> fill(values, block * BLOCK));
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < i; j++) {
        values[j][i] = values[i][j];
      }
    }
    return values;
  }

  /** Rows {@code from .. from + BLOCK - 1}, up to the diagonal. */
  private void fill(double[][] values, int from) {
    int m = rows.rows();
    int parameters = rows.columns();
    int height = Math.min(BLOCK, m - from);
    Kernels kernels = provider.create();
    MatrixStack left =
        MatrixStack.of(rows.slab(), rows.offset() + from * parameters, height, parameters);
    for (int other = 0; other <= from; other += BLOCK) {
      deadline.require();
      int width = Math.min(BLOCK, m - other);
      MatrixStack right =
          MatrixStack.of(rows.slab(), rows.offset() + other * parameters, width, parameters);
      try (Slab memory = rows.slab().zerosBeside(1, height * width)) {
        MatrixStack product = MatrixStack.of(memory, 0, height, width);
        kernels.multiply(left, Transpose.NO, right, Transpose.YES, product, 0);
        double[] all = memory.getRow(0);
        for (int i = 0; i < height; i++) {
          System.arraycopy(all, i * width, values[from + i], other, width);
        }
      }
    }
  }
}

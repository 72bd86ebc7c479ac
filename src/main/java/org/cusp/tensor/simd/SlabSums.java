package org.cusp.tensor.simd;

import java.util.Arrays;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Sums;

/** Sums of whole slabs, in double, a block at a time. */
final class SlabSums {
  private static final int BLOCK = 2048;

  private final double[] left = new double[BLOCK];
  private final double[] right = new double[BLOCK];

  /** See {@link Kernels#weightedSum}. */
  void weighted(Slab rows, ElementKernels elements, double[] weights, Slab sum) {
    for (int from = 0; from < rows.columns(); from += BLOCK) {
      int length = Math.min(BLOCK, rows.columns() - from);
      Arrays.fill(right, 0);
      for (int row = 0; row < rows.rows(); row++) {
        elements.load(rows, row, from, left, length);
        for (int i = 0; i < length; i++) {
          right[i] += weights[row] * left[i];
        }
      }
      elements.store(sum, 0, from, right, length);
    }
  }

  /** See {@link Kernels#squaredDistance}. */
  void squaredDistance(Slab w, ElementKernels elements, Slab centre, Slab squares) {
    for (int row = 0; row < w.rows(); row++) {
      double sum = 0;
      for (int from = 0; from < w.columns(); from += BLOCK) {
        int length = Math.min(BLOCK, w.columns() - from);
        elements.load(w, row, from, left, length);
        elements.load(centre, centre.rowOf(row), from, right, length);
        for (int i = 0; i < length; i++) {
          left[i] -= right[i];
        }
        sum += Sums.ofSquares(left, 0, length);
      }
      squares.doubles(row).put(0, sum);
    }
  }
}

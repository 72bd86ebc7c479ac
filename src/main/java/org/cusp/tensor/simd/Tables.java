package org.cusp.tensor.simd;

import java.util.Arrays;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;

/** Rows of tables by their numbers, and what comes back to them, one chain at a time. */
final class Tables {
  private static final int NONE = -1;

  private double[] numbers = new double[0];
  private int[] ids = new int[0];
  private int[] first = new int[0];
  private int[] next = new int[0];
  private double[] sum = new double[0];
  private double[] row = new double[0];

  /** See {@link Kernels#lookUp}. */
  void lookUp(
      ElementKernels kernels, MatrixStack stored, MatrixStack table, MatrixStack target, int i) {
    read(kernels, stored, i);
    kernels.copyRows(table, ids, target, i);
  }

  private void read(ElementKernels kernels, MatrixStack stored, int chain) {
    int count = stored.size();
    if (ids.length < count) {
      numbers = new double[count];
      ids = new int[count];
      next = new int[count];
    }
    kernels.load(stored.slab(), stored.slab().rowOf(chain), stored.offset(), numbers, count);
    for (int at = 0; at < count; at++) {
      ids[at] = (int) numbers[at];
    }
  }

  /** See {@link Kernels#lookUpBackward}: entry by entry, so that sums in double need one row. */
  void lookUpBackward(
      ElementKernels kernels,
      MatrixStack stored,
      MatrixStack delta,
      double beta,
      MatrixStack sums,
      int chain) {
    read(kernels, stored, chain);
    chainUp(stored.size(), sums.rows());
    int width = sums.columns();
    if (sum.length < width) {
      sum = new double[width];
      row = new double[width];
    }
    for (int entry = 0; entry < sums.rows(); entry++) {
      if (first[entry] == NONE && beta == 1) {
        continue;
      }
      int place = sums.offset() + entry * width;
      if (beta == 0) {
        Arrays.fill(sum, 0, width, 0);
      } else {
        kernels.load(sums.slab(), chain, place, sum, width);
        for (int j = 0; j < width; j++) {
          sum[j] *= beta;
        }
      }
      for (int at = first[entry]; at != NONE; at = next[at]) {
        kernels.load(delta.slab(), chain, delta.offset() + at * width, row, width);
        for (int j = 0; j < width; j++) {
          sum[j] += row[j];
        }
      }
      kernels.store(sums.slab(), chain, place, sum, width);
    }
  }

  /** The places of each entry as a chain in their order: from the last to the first. */
  private void chainUp(int places, int entries) {
    if (first.length < entries) {
      first = new int[entries];
    }
    Arrays.fill(first, 0, entries, NONE);
    for (int at = places - 1; at >= 0; at--) {
      int entry = ids[at];
      next[at] = first[entry];
      first[entry] = at;
    }
  }
}

package org.cusp.tensor.simd;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;

/** Sums of the columns of a matrix in double, of one chain at a time. */
final class ColumnSums {
  private static final VectorSpecies<Double> F = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = F.length();
  private static final int BLOCK = 2048;
  private static final int TOGETHER = 4;

  private double[] rows = new double[BLOCK];
  private double[] total = new double[0];

  /** See {@link Kernels#columnSums}: four rows at a time, in order. */
  void sum(ElementKernels kernels, MatrixStack matrix, MatrixStack sums, int chain) {
    int width = matrix.columns();
    int most = Math.max(1, BLOCK / width) * width;
    if (rows.length < most) {
      rows = new double[most];
    }
    if (total.length < width) {
      total = new double[width];
    }
    Arrays.fill(total, 0, width, 0);
    for (int done = 0; done < matrix.size(); done += most) {
      int length = Math.min(most, matrix.size() - done);
      kernels.load(matrix.slab(), chain, matrix.offset() + done, rows, length);
      add(length, width);
    }
    kernels.store(sums.slab(), chain, sums.offset(), total, width);
  }

  private void add(int length, int width) {
    int whole = width - width % LANES;
    for (int j = 0; j < whole; j += LANES) {
      addLanes(j, length, width);
    }
    int fours = length - length % (TOGETHER * width);
    for (int j = whole; j < width; j++) {
      double sum = total[j];
      int at = j;
      for (; at < fours; at += TOGETHER * width) {
        sum += (rows[at] + rows[at + width]) + (rows[at + 2 * width] + rows[at + 3 * width]);
      }
      for (; at < length; at += width) {
        sum += rows[at];
      }
      total[j] = sum;
    }
  }

  private void addLanes(int j, int length, int width) {
    DoubleVector sum = DoubleVector.fromArray(F, total, j);
    int fours = length - length % (TOGETHER * width);
    int at = j;
    for (; at < fours; at += TOGETHER * width) {
      DoubleVector a = DoubleVector.fromArray(F, rows, at);
      DoubleVector b = DoubleVector.fromArray(F, rows, at + width);
      DoubleVector c = DoubleVector.fromArray(F, rows, at + 2 * width);
      DoubleVector d = DoubleVector.fromArray(F, rows, at + 3 * width);
      sum = sum.add(a.add(b).add(c.add(d)));
    }
    for (; at < length; at += width) {
      sum = sum.add(DoubleVector.fromArray(F, rows, at));
    }
    sum.intoArray(total, j);
  }
}

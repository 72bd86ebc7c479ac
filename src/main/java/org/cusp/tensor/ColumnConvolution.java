package org.cusp.tensor;

import java.util.Optional;
import org.cusp.tensor.wiring.Convolution;

/**
 * Convolutions by products with the columns under the windows, for any provider. The columns are
 * made for one datum at a time, and again on the way back: one datum's fit a cache, and a batch's
 * would be read from main memory.
 *
 * @param scratch for one datum of each chain
 */
record ColumnConvolution(Kernels kernels, Convolution by, MatrixStack scratch) {
  void forward(
      MatrixStack input, MatrixStack weight, Optional<MatrixStack> bias, MatrixStack output) {
    MatrixStack columns = row(by.toColumns().outputs());
    for (int i = 0; i < output.rows(); i++) {
      kernels.sums(datum(input, i), by.toColumns(), 1, columns);
      MatrixStack own = datum(output, i);
      for (int g = 0; g < by.groups(); g++) {
        kernels.multiply(
            group(weight, g, by.seen()),
            Transpose.NO,
            group(columns, g, by.positions()),
            Transpose.NO,
            group(own, g, by.positions()),
            0);
      }
    }
    if (bias.isPresent()) {
      MatrixStack everywhere = row(by.made());
      kernels.sums(bias.get(), by.toPositions(), 1, everywhere);
      kernels.addBias(output, everywhere);
    }
  }

  void weights(MatrixStack input, MatrixStack delta, MatrixStack gradient) {
    MatrixStack columns = row(by.toColumns().outputs());
    for (int i = 0; i < delta.rows(); i++) {
      kernels.sums(datum(input, i), by.toColumns(), 1, columns);
      MatrixStack own = datum(delta, i);
      for (int g = 0; g < by.groups(); g++) {
        kernels.multiply(
            group(own, g, by.positions()),
            Transpose.NO,
            group(columns, g, by.positions()),
            Transpose.YES,
            group(gradient, g, by.seen()),
            i == 0 ? 0 : 1);
      }
    }
  }

  void biases(MatrixStack delta, MatrixStack gradient) {
    MatrixStack everywhere = row(by.made());
    kernels.columnSums(delta, everywhere);
    kernels.sums(everywhere, by.fromPositions(), 1, gradient);
  }

  void backward(MatrixStack delta, MatrixStack weight, MatrixStack passed) {
    MatrixStack columns = row(by.toColumns().outputs());
    for (int i = 0; i < delta.rows(); i++) {
      MatrixStack own = datum(delta, i);
      for (int g = 0; g < by.groups(); g++) {
        kernels.multiply(
            group(weight, g, by.seen()),
            Transpose.YES,
            group(own, g, by.positions()),
            Transpose.NO,
            group(columns, g, by.positions()),
            0);
      }
      kernels.sums(columns, by.fromColumns(), 1, datum(passed, i));
    }
  }

  private MatrixStack row(int width) {
    return MatrixStack.of(scratch.slab(), scratch.offset(), 1, width);
  }

  private static MatrixStack datum(MatrixStack all, int i) {
    return MatrixStack.of(all.slab(), all.offset() + i * all.columns(), 1, all.columns());
  }

  /** Group g of what lies group by group, as matrices of so many columns. */
  private MatrixStack group(MatrixStack all, int g, int columns) {
    int size = all.size() / by.groups();
    return MatrixStack.of(all.slab(), all.offset() + g * size, size / columns, columns);
  }
}

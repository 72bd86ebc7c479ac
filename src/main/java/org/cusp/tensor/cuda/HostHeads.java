package org.cusp.tensor.cuda;

import java.util.Arrays;
import java.util.stream.Stream;
import org.cusp.tensor.HostMemory;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;
import org.cusp.tensor.sequence.Heads;
import org.cusp.tensor.simd.SimdKernels;

/**
 * Attention by the host's kernels, on copies of what lies on the card: layers say that it is so.
 */
final class HostHeads {
  private final Kernels kernels = new SimdKernels();

  void attend(
      Heads heads,
      MatrixStack queries,
      MatrixStack keys,
      MatrixStack values,
      MatrixStack moments,
      MatrixStack output) {
    MatrixStack[] copies = copies(queries, keys, values, moments, output);
    try {
      kernels.attend(heads, copies[0], copies[1], copies[2], copies[3], copies[4]);
      back(copies[3], moments);
      back(copies[4], output);
    } finally {
      close(copies);
    }
  }

  void attendBackward(
      Heads heads,
      MatrixStack queries,
      MatrixStack keys,
      MatrixStack values,
      MatrixStack moments,
      MatrixStack delta) {
    MatrixStack[] copies = copies(queries, keys, values, moments, delta);
    try {
      kernels.attendBackward(heads, copies[0], copies[1], copies[2], copies[3], copies[4]);
      back(copies[0], queries);
      back(copies[1], keys);
      back(copies[2], values);
    } finally {
      close(copies);
    }
  }

  private static MatrixStack[] copies(MatrixStack... originals) {
    return Stream.of(originals).map(HostHeads::copy).toArray(MatrixStack[]::new);
  }

  private static MatrixStack copy(MatrixStack original) {
    Slab copy =
        Slab.zeros(
            new HostMemory(), original.slab().precision(), original.slab().rows(), original.size());
    double[] row = new double[original.size()];
    for (int i = 0; i < copy.rows(); i++) {
      original.slab().load(i, original.offset(), row, row.length);
      copy.setRow(i, row);
    }
    return MatrixStack.of(copy, 0, original.rows(), original.columns());
  }

  private static void back(MatrixStack copy, MatrixStack original) {
    for (int i = 0; i < copy.slab().rows(); i++) {
      original.slab().store(i, original.offset(), copy.slab().getRow(i), original.size());
    }
  }

  private static void close(MatrixStack[] copies) {
    Arrays.stream(copies).forEach(copy -> copy.slab().close());
  }
}

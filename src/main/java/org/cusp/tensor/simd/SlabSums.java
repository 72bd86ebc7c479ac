package org.cusp.tensor.simd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cusp.tensor.Crew;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Sums;

/**
 * Sums of whole slabs, in double, a block at a time. Sums over the elements of a row are sums of
 * its blocks in their order, whichever thread made which.
 */
final class SlabSums {
  private static final int BLOCK = 2048;

  /** Blocks of a row, some tenth of a millisecond. */
  private static final int WORTH_SHARING = 64;

  private final List<Room> rooms = new ArrayList<>();
  private double[] blocks = new double[0];

  SlabSums() {
    rooms.add(new Room());
  }

  /** What a thread works in. */
  private static final class Room {
    private final double[] left = new double[BLOCK];
    private final double[] right = new double[BLOCK];
    private final float[] floats = new float[BLOCK];

    private void load(Slab slab, int row, int from, double[] into, int length) {
      if (slab.precision() == Precision.FLOAT32) {
        FloatTransfer.load(slab.floats(row), from, floats, into, length);
      } else {
        slab.doubles(row).get(from, into, 0, length);
      }
    }

    double squaredDistance(Slab w, int row, Slab centre, int from) {
      int length = Math.min(BLOCK, w.columns() - from);
      load(w, row, from, left, length);
      load(centre, centre.rowOf(row), from, right, length);
      for (int i = 0; i < length; i++) {
        left[i] -= right[i];
      }
      return Sums.ofSquares(left, 0, length);
    }
  }

  /** See {@link Kernels#weightedSum}. */
  void weighted(Slab rows, ElementKernels elements, double[] weights, Slab sum) {
    Room room = rooms.get(0);
    for (int from = 0; from < rows.columns(); from += BLOCK) {
      int length = Math.min(BLOCK, rows.columns() - from);
      Arrays.fill(room.right, 0);
      for (int row = 0; row < rows.rows(); row++) {
        room.load(rows, row, from, room.left, length);
        for (int i = 0; i < length; i++) {
          room.right[i] += weights[row] * room.left[i];
        }
      }
      elements.store(sum, 0, from, room.right, length);
    }
  }

  /** See {@link Kernels#squaredDistance}. */
  void squaredDistance(Slab w, Slab centre, Slab squares) {
    int count = (w.columns() + BLOCK - 1) / BLOCK;
    int parts = Math.max(1, Math.min(Crew.current().size(), count / WORTH_SHARING));
    while (rooms.size() < parts) {
      rooms.add(new Room());
    }
    if (blocks.length < count) {
      blocks = new double[count];
    }
    for (int row = 0; row < w.rows(); row++) {
      int of = row;
      Crew.current()
          .run(
              parts,
              part -> {
                for (int i = count * part / parts; i < count * (part + 1) / parts; i++) {
                  blocks[i] = rooms.get(part).squaredDistance(w, of, centre, i * BLOCK);
                }
              });
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sum += blocks[i];
      }
      squares.doubles(row).put(0, sum);
    }
  }
}

package org.cusp.tensor.simd;

import java.nio.DoubleBuffer;

/** Doubles to the heap and back, called as {@link FloatTransfer} is; needs no block. */
final class DoubleTransfer {
  private DoubleTransfer() {}

  static void load(DoubleBuffer view, int from, double[] block, double[] out, int length) {
    view.get(from, out, 0, length);
  }

  static void store(DoubleBuffer view, int from, double[] block, double[] values, int length) {
    view.put(from, values, 0, length);
  }
}

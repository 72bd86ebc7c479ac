package org.cusp.tensor.simd;

import java.nio.FloatBuffer;

/** Between floats off the heap and doubles on it, by a block of floats. */
final class FloatTransfer {
  private FloatTransfer() {}

  static void load(FloatBuffer view, int from, float[] block, double[] out, int length) {
    for (int done = 0; done < length; done += block.length) {
      int part = Math.min(block.length, length - done);
      view.get(from + done, block, 0, part);
      for (int i = 0; i < part; i++) {
        out[done + i] = block[i];
      }
    }
  }

  static void store(FloatBuffer view, int from, float[] block, double[] values, int length) {
    for (int done = 0; done < length; done += block.length) {
      int part = Math.min(block.length, length - done);
      for (int i = 0; i < part; i++) {
        block[i] = (float) values[done + i];
      }
      view.put(from + done, block, 0, part);
    }
  }
}

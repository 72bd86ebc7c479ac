package org.cusp.bench.guard;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * A bare operation of a library or of Java, never one of our kernels: else a kernel made slower
 * would slow its own measure.
 */
sealed interface Floor extends AutoCloseable {
  void run();

  @Override
  void close();

  /**
   * Products of OpenBLAS, {@value #SIZE} x {@value #SIZE} in float32.
   *
   * @param times how many have the operations of the work, at least 1
   */
  record Products(FloatPointer operands, int times) implements Floor {
    private static final int SIZE = 128;
    private static final int CELLS = SIZE * SIZE;

    static Products of(double operations) {
      double one = 2.0 * SIZE * SIZE * SIZE;
      int times = (int) Math.max(1, Math.round(operations / one));
      FloatPointer operands = new FloatPointer(3L * CELLS);
      for (long i = 0; i < 3L * CELLS; i++) {
        operands.put(i, i % 7 - 3f);
      }
      return new Products(operands, times);
    }

    @Override
    public void run() {
      FloatPointer b = operands.getPointer(CELLS);
      FloatPointer c = operands.getPointer(2L * CELLS);
      for (int i = 0; i < times; i++) {
        openblas.cblas_sgemm(
            CblasRowMajor,
            CblasNoTrans,
            CblasNoTrans,
            SIZE,
            SIZE,
            SIZE,
            1f,
            operands,
            SIZE,
            b,
            SIZE,
            0f,
            c,
            SIZE);
      }
    }

    @Override
    public void close() {
      operands.close();
    }
  }

  /** Copies of an array of Java's. */
  record Copies(float[] from, float[] to) implements Floor {
    static Copies of(int numbers) {
      return new Copies(new float[numbers], new float[numbers]);
    }

    @Override
    public void run() {
      System.arraycopy(from, 0, to, 0, from.length);
    }

    @Override
    public void close() {
      // Arrays are the garbage collector's.
    }
  }
}

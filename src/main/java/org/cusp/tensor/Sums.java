package org.cusp.tensor;

/**
 * Sums in double in a fixed order: four running sums, since each addition has to wait for the one
 * before it.
 */
public final class Sums {
  /** Bytes of a block: four to six of them fit the first-level cache. */
  private static final int BLOCK_BYTES = 8192;

  private Sums() {}

  /** Sums over the elements of a chain are sums of blocks of so many, in order. */
  public static int block(Precision precision) {
    return BLOCK_BYTES / precision.bytes();
  }

  /** The sum of squares of {@code length} numbers from {@code from}. */
  public static double ofSquares(double[] values, int from, int length) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    int last = from + length;
    for (; i + 3 < last; i += 4) {
      a += values[i] * values[i];
      b += values[i + 1] * values[i + 1];
      c += values[i + 2] * values[i + 2];
      d += values[i + 3] * values[i + 3];
    }
    for (; i < last; i++) {
      a += values[i] * values[i];
    }
    return (a + b) + (c + d);
  }

  /** The same for floats; the squares are taken in double. */
  public static double ofSquares(float[] values, int from, int length) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    int last = from + length;
    for (; i + 3 < last; i += 4) {
      a += (double) values[i] * values[i];
      b += (double) values[i + 1] * values[i + 1];
      c += (double) values[i + 2] * values[i + 2];
      d += (double) values[i + 3] * values[i + 3];
    }
    for (; i < last; i++) {
      a += (double) values[i] * values[i];
    }
    return (a + b) + (c + d);
  }
}

package org.cusp.tensor.simd.attention;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.sequence.Heads;

/** What {@link FloatHeadRows} does, in double precision; written after it. */
final class DoubleHeadRows {
  private double[] values = new double[0];
  private double[] joined = new double[0];
  private int count;
  private int rows;
  private int width;
  private int stride;
  private boolean isJoined;

  double[] values() {
    return values;
  }

  /** Where a head begins. */
  int start(int head) {
    return isJoined ? head * width : head * rows * width;
  }

  /** From a vector of a head to that of the next position. */
  int stride() {
    return stride;
  }

  private void fit(int wanted, Heads heads) {
    count = wanted;
    rows = DoubleTiles.rows(heads.positions());
    width = DoubleTiles.lanes(heads.width());
    isJoined = width == heads.width();
    stride = isJoined ? count * width : width;
    if (values.length < count * rows * width) {
      values = new double[count * rows * width];
    }
  }

  /** All 0. */
  void clear(int wanted, Heads heads) {
    fit(wanted, heads);
    Arrays.fill(values, 0, count * rows * width, 0);
  }

  void load(MatrixStack from, int chain, int datum, int wanted, Heads heads) {
    fit(wanted, heads);
    int length = count * heads.width();
    int size = heads.positions() * length;
    DoubleBuffer buffer = from.slab().doubles(from.slab().rowOf(chain));
    if (isJoined) {
      buffer.get(from.offset() + datum * size, values, 0, size);
      return;
    }
    buffer.get(from.offset() + datum * size, fitting(size), 0, size);
    for (int t = 0; t < heads.positions(); t++) {
      for (int head = 0; head < count; head++) {
        System.arraycopy(
            joined,
            t * length + head * heads.width(),
            values,
            start(head) + t * width,
            heads.width());
      }
    }
  }

  void store(MatrixStack to, int chain, int datum, Heads heads) {
    int length = count * heads.width();
    int size = heads.positions() * length;
    DoubleBuffer buffer = to.slab().doubles(to.slab().rowOf(chain));
    if (isJoined) {
      buffer.put(to.offset() + datum * size, values, 0, size);
      return;
    }
    fitting(size);
    for (int t = 0; t < heads.positions(); t++) {
      for (int head = 0; head < count; head++) {
        System.arraycopy(
            values,
            start(head) + t * width,
            joined,
            t * length + head * heads.width(),
            heads.width());
      }
    }
    buffer.put(to.offset() + datum * size, joined, 0, size);
  }

  private double[] fitting(int size) {
    if (joined.length < size) {
      joined = new double[size];
    }
    return joined;
  }

  /** The pairs of all vectors are turned by their angles, forward (1) or back (-1). */
  void turn(Heads heads, int direction) {
    int pairs = heads.pairs();
    if (pairs == 0) {
      return;
    }
    for (int head = 0; head < count; head++) {
      for (int t = 0; t < heads.positions(); t++) {
        int at = start(head) + t * stride;
        for (int j = 0; j < pairs; j++) {
          double cosine = heads.cosines()[t * pairs + j];
          double sine = (direction * heads.sines()[t * pairs + j]);
          double a = values[at + j];
          double b = values[at + pairs + j];
          values[at + j] = a * cosine - b * sine;
          values[at + pairs + j] = b * cosine + a * sine;
        }
      }
    }
  }

  /** The numbers of a head as rows of so many positions; the rest of a row stays 0. */
  void transposed(int head, Heads heads, double[] out, int columns) {
    int from = start(head);
    for (int j = 0; j < heads.width(); j++) {
      for (int t = 0; t < heads.positions(); t++) {
        out[j * columns + t] = values[from + t * stride + j];
      }
      Arrays.fill(out, j * columns + heads.positions(), (j + 1) * columns, 0);
    }
  }
}

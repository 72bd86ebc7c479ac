package org.cusp.tensor;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A block in the memory of the host, outside the Java heap. BLAS and the SIMD kernels work on it in
 * place, by a view of each row: a single buffer of Java ends at 2 GiB.
 */
public class HostBlock implements Memory.Block {
  private final Precision precision;
  private final int columns;
  private final Pointer start;
  private final FloatBuffer[] floatRows;
  private final DoubleBuffer[] doubleRows;

  /**
   * @param start its first number, a {@link FloatPointer} or a {@link DoublePointer}
   */
  public HostBlock(Pointer start, Precision precision, int rows, int columns) {
    this.precision = precision;
    this.columns = columns;
    this.start = start;
    boolean single = precision == Precision.FLOAT32;
    this.floatRows = new FloatBuffer[single ? rows : 0];
    this.doubleRows = new DoubleBuffer[single ? 0 : rows];
    for (int row = 0; row < rows; row++) {
      Pointer view = pointer((long) row * columns).limit((long) (row + 1) * columns);
      if (single) {
        floatRows[row] = view.asByteBuffer().asFloatBuffer();
      } else {
        doubleRows[row] = view.asByteBuffer().asDoubleBuffer();
      }
    }
  }

  FloatBuffer floats(int row) {
    return floatRows[row];
  }

  DoubleBuffer doubles(int row) {
    return doubleRows[row];
  }

  /** Number {@code position} of the block. */
  Pointer pointer(long position) {
    return precision == Precision.FLOAT32
        ? new FloatPointer(start).position(position)
        : new DoublePointer(start).position(position);
  }

  @Override
  public void load(long from, double[] out, int length) {
    for (int done = 0; done < length; ) {
      int column = (int) ((from + done) % columns);
      int part = Math.min(columns - column, length - done);
      load((int) ((from + done) / columns), column, out, done, part);
      done += part;
    }
  }

  private void load(int row, int column, double[] out, int at, int length) {
    if (precision == Precision.FLOAT64) {
      doubleRows[row].get(column, out, at, length);
      return;
    }
    FloatBuffer view = floatRows[row];
    for (int i = 0; i < length; i++) {
      out[at + i] = view.get(column + i);
    }
  }

  @Override
  public void store(long from, double[] values, int length) {
    int row = (int) (from / columns);
    int column = (int) (from % columns);
    if (precision == Precision.FLOAT64) {
      doubleRows[row].put(column, values, 0, length);
      return;
    }
    FloatBuffer view = floatRows[row];
    for (int i = 0; i < length; i++) {
      view.put(column + i, (float) values[i]);
    }
  }

  @Override
  public void close() {
    start.deallocate();
  }
}

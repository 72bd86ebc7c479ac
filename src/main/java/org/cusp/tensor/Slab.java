package org.cusp.tensor;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.cusp.contract.Check;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A matrix of numbers outside the Java heap, row-major: one row for each chain (its parameters,
 * gradient, activations, ...), or one row for all chains to share. The memory is that of an ND4J
 * array; BLAS and the SIMD kernels work on it in place. Close it when done: the garbage collector
 * frees such memory late.
 */
public final class Slab implements AutoCloseable {
  private final Precision precision;
  private final int rows;
  private final int columns;
  private final INDArray array;
  private final boolean onHost;
  private final FloatBuffer[] floatRows;
  private final DoubleBuffer[] doubleRows;

  private Slab(Precision precision, int rows, int columns) {
    this.precision = precision;
    this.rows = Check.atLeast("rows", rows, 1);
    this.columns = Check.atLeast("columns", columns, 1);
    this.array = Nd4j.createUninitializedDetached(precision.type(), rows, columns);
    array.assign(0);
    boolean single = precision == Precision.FLOAT32;
    this.onHost = Backend.isCpu();
    this.floatRows = new FloatBuffer[single ? rows : 0];
    this.doubleRows = new DoubleBuffer[single ? 0 : rows];
    for (int row = 0; onHost && row < rows; row++) {
      Pointer start = pointer(row, 0).limit((long) (row + 1) * columns);
      if (single) {
        floatRows[row] = start.asByteBuffer().asFloatBuffer();
      } else {
        doubleRows[row] = start.asByteBuffer().asDoubleBuffer();
      }
    }
  }

  /** A slab of zeros. */
  public static Slab zeros(Precision precision, int rows, int columns) {
    return new Slab(precision, rows, columns);
  }

  /** One row with these values, rounded to the precision. */
  public static Slab row(Precision precision, double[] values) {
    Slab slab = new Slab(precision, 1, values.length);
    slab.setRow(0, values);
    return slab;
  }

  /** Every row holds these values, rounded to the precision. */
  public static Slab repeat(Precision precision, int rows, double[] values) {
    Slab slab = new Slab(precision, rows, values.length);
    for (int row = 0; row < rows; row++) {
      slab.setRow(row, values);
    }
    return slab;
  }

  public Precision precision() {
    return precision;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** A copy of one row. */
  public double[] getRow(int row) {
    double[] values = new double[columns];
    load(row, 0, values, columns);
    return values;
  }

  /** Sets one row, rounded to the precision. */
  public void setRow(int row, double[] values) {
    Check.equal("values in a row", values.length, columns);
    store(row, 0, values, columns);
  }

  /** Reads {@code length} numbers of a row from column {@code from}, whatever the precision. */
  public void load(int row, int from, double[] out, int length) {
    if (!onHost) {
      System.arraycopy(part(row, from, length).toDoubleVector(), 0, out, 0, length);
      return;
    }
    if (precision == Precision.FLOAT64) {
      doubleRows[row].get(from, out, 0, length);
      return;
    }
    FloatBuffer view = floatRows[row];
    for (int i = 0; i < length; i++) {
      out[i] = view.get(from + i);
    }
  }

  /** Writes {@code length} numbers of a row from column {@code from}, whatever the precision. */
  public void store(int row, int from, double[] values, int length) {
    if (!onHost) {
      part(row, from, length).assign(Nd4j.createFromArray(Arrays.copyOf(values, length)));
      return;
    }
    if (precision == Precision.FLOAT64) {
      doubleRows[row].put(from, values, 0, length);
      return;
    }
    FloatBuffer view = floatRows[row];
    for (int i = 0; i < length; i++) {
      view.put(from + i, (float) values[i]);
    }
  }

  @Override
  public void close() {
    array.close();
  }

  /** Some columns of a row as an ND4J view: on an accelerator the host's memory is stale. */
  private INDArray part(int row, int from, int length) {
    return array.get(NDArrayIndex.point(row), NDArrayIndex.interval(from, (long) from + length));
  }

  FloatBuffer floats(int row) {
    return floatRows[row];
  }

  DoubleBuffer doubles(int row) {
    return doubleRows[row];
  }

  INDArray array() {
    return array;
  }

  /** The row that chain {@code chain} reads: its own, or the only one. */
  public int rowOf(int chain) {
    return rows == 1 ? 0 : chain;
  }

  Pointer pointer(int row, long offset) {
    Pointer base = array.data().pointer();
    long position = (long) row * columns + offset;
    return precision == Precision.FLOAT32
        ? new FloatPointer(base).position(position)
        : new DoublePointer(base).position(position);
  }
}

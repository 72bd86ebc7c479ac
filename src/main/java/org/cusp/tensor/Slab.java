package org.cusp.tensor;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.Pointer;
import org.cusp.contract.Check;
import org.cusp.state.HasState;
import org.cusp.state.State;

/**
 * A matrix of numbers outside the Java heap, row-major: one row for each chain (its parameters,
 * gradient, activations, ...), or one row for all chains to share. It owns a block of the memory of
 * its kernel provider. Close it when done: the garbage collector frees such memory late.
 */
public final class Slab implements AutoCloseable, HasState {
  private final Memory memory;
  private final Precision precision;
  private final int rows;
  private final int columns;
  private final Memory.Block block;

  private Slab(Memory memory, Precision precision, int rows, int columns) {
    this.memory = memory;
    this.precision = precision;
    this.rows = Check.atLeast("rows", rows, 1);
    this.columns = Check.atLeast("columns", columns, 1);
    this.block = memory.allocate(precision, rows, columns);
  }

  /** A slab of zeros. */
  public static Slab zeros(Memory memory, Precision precision, int rows, int columns) {
    return new Slab(memory, precision, rows, columns);
  }

  /** One row with these values, rounded to the precision. */
  public static Slab row(Memory memory, Precision precision, double[] values) {
    return repeat(memory, precision, 1, values);
  }

  /** Every row holds these values, rounded to the precision. */
  public static Slab repeat(Memory memory, Precision precision, int rows, double[] values) {
    Slab slab = new Slab(memory, precision, rows, values.length);
    slab.block.storeAll(rows, values);
    return slab;
  }

  /** A slab of zeros in the same memory and precision. */
  public Slab zerosBeside(int otherRows, int otherColumns) {
    return new Slab(memory, precision, otherRows, otherColumns);
  }

  /** Zeros in the same memory, in double: losses, energies, what there is one of for each chain. */
  public Slab doublesBeside(int otherRows, int otherColumns) {
    return new Slab(memory, Precision.FLOAT64, otherRows, otherColumns);
  }

  /** A slab of the same memory and precision, whose rows all hold these values. */
  public Slab repeatBeside(int otherRows, double[] values) {
    return repeat(memory, precision, otherRows, values);
  }

  /** Where the numbers are. */
  public Memory memory() {
    return memory;
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

  /** A copy of all rows, one after the other: waits for all work on them. */
  public double[] values() {
    double[] values = new double[Math.multiplyExact(rows, columns)];
    block.load(0, values, values.length);
    return values;
  }

  /** Sets one row, rounded to the precision. */
  public void setRow(int row, double[] values) {
    Check.equal("values in a row", values.length, columns);
    store(row, 0, values, columns);
  }

  /** Reads {@code length} numbers of a row from column {@code from}, whatever the precision. */
  public void load(int row, int from, double[] out, int length) {
    block.load((long) row * columns + from, out, length);
  }

  /** Writes {@code length} numbers of a row from column {@code from}, whatever the precision. */
  public void store(int row, int from, double[] values, int length) {
    block.store((long) row * columns + from, values, length);
  }

  @Override
  public void close() {
    block.close();
  }

  /** All rows. */
  @Override
  public void state(State at) {
    for (int row = 0; row < rows; row++) {
      setRow(row, at.numbers("row" + row, getRow(row)));
    }
  }

  /** The row that chain {@code chain} reads: its own, or the only one. */
  public int rowOf(int chain) {
    return rows == 1 ? 0 : chain;
  }

  /** The memory itself, for the kernels of its provider. */
  public Memory.Block block() {
    return block;
  }

  public FloatBuffer floats(int row) {
    return onHost().floats(row);
  }

  public DoubleBuffer doubles(int row) {
    return onHost().doubles(row);
  }

  boolean isOnHost() {
    return block instanceof HostBlock;
  }

  Pointer pointer(int row, long offset) {
    return onHost().pointer((long) row * columns + offset);
  }

  private HostBlock onHost() {
    if (block instanceof HostBlock host) {
      return host;
    }
    throw new IllegalStateException("a slab in " + memory.name() + " memory is not on the host");
  }
}

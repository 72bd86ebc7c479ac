package org.cusp.tensor;

import org.cusp.contract.Check;

/**
 * A matrix of whole numbers in the memory of a kernel provider, row-major: labels, numbers of data,
 * keys of noise. One row for each chain, or one for all chains to share. Close it when done.
 */
public final class IntSlab implements AutoCloseable {
  private final int rows;
  private final int columns;
  private final Memory.Ints block;

  private IntSlab(Memory memory, int rows, int columns) {
    this.rows = Check.atLeast("rows", rows, 1);
    this.columns = Check.atLeast("columns", columns, 1);
    this.block = memory.allocateInts(rows, columns);
  }

  /** A slab of zeros. */
  public static IntSlab zeros(Memory memory, int rows, int columns) {
    return new IntSlab(memory, rows, columns);
  }

  /** One row with these numbers. */
  public static IntSlab row(Memory memory, int[] values) {
    IntSlab slab = new IntSlab(memory, 1, values.length);
    slab.setRow(0, values);
    return slab;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** The row that chain {@code chain} reads: its own, or the only one. */
  public int rowOf(int chain) {
    return rows == 1 ? 0 : chain;
  }

  /** A copy of one row. */
  public int[] getRow(int row) {
    int[] values = new int[columns];
    block.load((long) row * columns, values, columns);
    return values;
  }

  /** Sets one row. */
  public void setRow(int row, int[] values) {
    Check.equal("values in a row", values.length, columns);
    store(row, 0, values, columns);
  }

  /** Writes {@code length} numbers of a row from column {@code from}. */
  public void store(int row, int from, int[] values, int length) {
    block.store((long) row * columns + from, values, length);
  }

  /** The memory itself, for the kernels of its provider. */
  public Memory.Ints block() {
    return block;
  }

  /** A row in the memory of the host, in place; to be written to by kernels only. */
  public int[] ints(int row) {
    if (block instanceof HostInts host) {
      return host.row(row);
    }
    throw new IllegalStateException("the numbers are not in the memory of the host");
  }

  @Override
  public void close() {
    block.close();
  }
}

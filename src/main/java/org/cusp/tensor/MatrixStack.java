package org.cusp.tensor;

import java.util.Optional;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.cusp.contract.Check;
import org.cusp.tensor.sparse.SparseRows;

/**
 * One matrix for each row of a slab: {@code rows x columns}, row-major and contiguous, beginning at
 * the same offset in every row. Nothing is copied: a layer's weights are such a stack on the slab
 * of all parameters.
 */
public final class MatrixStack {
  private final Slab slab;
  private final int offset;
  private final int rows;
  private final int columns;
  private final Pointer[] starts;
  private final Optional<SparseRows.Slice> sparse;

  private MatrixStack(Slab slab, int offset, int rows, int columns) {
    this(slab, offset, rows, columns, Optional.empty());
  }

  private MatrixStack(
      Slab slab, int offset, int rows, int columns, Optional<SparseRows.Slice> sparse) {
    this.slab = slab;
    this.offset = Check.atLeast("offset", offset, 0);
    this.rows = Check.atLeast("rows", rows, 1);
    this.columns = Check.atLeast("columns", columns, 1);
    if ((long) offset + (long) rows * columns > slab.columns()) {
      throw new IllegalArgumentException(
          "matrix "
              + rows
              + " x "
              + columns
              + " at "
              + offset
              + " leaves a row of "
              + slab.columns());
    }
    this.sparse = sparse;
    this.starts = new Pointer[slab.rows()];
    for (int row = 0; slab.isOnHost() && row < starts.length; row++) {
      starts[row] = slab.pointer(row, offset);
    }
  }

  /** The matrices {@code rows x columns} at {@code offset} in every row of the slab. */
  public static MatrixStack of(Slab slab, int offset, int rows, int columns) {
    return new MatrixStack(slab, offset, rows, columns);
  }

  /** Every row of the slab as a matrix of one row. */
  public static MatrixStack rowsOf(Slab slab) {
    return new MatrixStack(slab, 0, 1, slab.columns());
  }

  /** The first {@code count} rows of every matrix, in place. */
  public MatrixStack top(int count) {
    return count == rows ? this : new MatrixStack(slab, offset, count, columns);
  }

  /**
   * The same numbers as rows of another length: {@code size / width} rows. This stack itself where
   * its rows have that length.
   */
  public MatrixStack cut(int width) {
    if (size() % width != 0) {
      throw new IllegalArgumentException(
          "rows of " + width + " from a matrix of " + rows + " x " + columns);
    }
    return width == columns ? this : new MatrixStack(slab, offset, size() / width, width);
  }

  /**
   * The same matrix, of which these are the numbers that are not zero: for kernels that can make
   * use of it.
   */
  public MatrixStack with(SparseRows.Slice numbers) {
    Check.equal("sparse rows", numbers.rows().rows(), rows);
    Check.equal("sparse columns", numbers.rows().columns(), columns);
    return new MatrixStack(slab, offset, rows, columns, Optional.of(numbers));
  }

  /** The numbers that are not zero, where somebody has said which. */
  public Optional<SparseRows.Slice> sparse() {
    return sparse;
  }

  public Slab slab() {
    return slab;
  }

  public int offset() {
    return offset;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** The number of matrices: chains, or 1 where all chains share one. */
  public int count() {
    return slab.rows();
  }

  public int size() {
    return rows * columns;
  }

  public FloatPointer floats(int chain) {
    return (FloatPointer) starts[slab.rowOf(chain)];
  }

  public DoublePointer doubles(int chain) {
    return (DoublePointer) starts[slab.rowOf(chain)];
  }
}

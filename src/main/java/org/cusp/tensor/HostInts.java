package org.cusp.tensor;

/** Whole numbers in the memory of the host: each row is an array of Java. */
class HostInts implements Memory.Ints {
  private final int[][] rows;
  private final int columns;

  HostInts(int rows, int columns) {
    this.rows = new int[rows][columns];
    this.columns = columns;
  }

  int[] row(int row) {
    return rows[row];
  }

  @Override
  public void load(long from, int[] out, int length) {
    System.arraycopy(rows[(int) (from / columns)], (int) (from % columns), out, 0, length);
  }

  @Override
  public void store(long from, int[] values, int length) {
    System.arraycopy(values, 0, rows[(int) (from / columns)], (int) (from % columns), length);
  }

  @Override
  public void close() {
    // The garbage collector frees arrays.
  }
}

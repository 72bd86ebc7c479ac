package org.cusp.tensor.sparse;

import java.util.Arrays;
import java.util.Optional;

/**
 * The numbers of a matrix that are not zero, row by row, in float32.
 *
 * @param columns of the matrix
 * @param starts where each row begins, and where the last one ends
 * @param places column of each number
 * @param values the numbers
 */
public record SparseRows(int columns, int[] starts, int[] places, float[] values) {
  /** With more nonzero numbers dense products are as fast. */
  private static final double MOST = 0.3;

  /** Narrower matrices have products that cost little. */
  private static final int LEAST_COLUMNS = 256;

  /**
   * Of a matrix that is worth it.
   *
   * @param matrix row by row
   */
  public static Optional<SparseRows> of(double[] matrix, int columns) {
    if (columns < LEAST_COLUMNS) {
      return Optional.empty();
    }
    long count = Arrays.stream(matrix).filter(x -> x != 0).count();
    if (count > MOST * matrix.length) {
      return Optional.empty();
    }
    int[] starts = new int[matrix.length / columns + 1];
    int[] places = new int[(int) count];
    float[] values = new float[(int) count];
    int next = 0;
    for (int i = 0; i < matrix.length; i++) {
      if (matrix[i] != 0) {
        places[next] = i % columns;
        values[next] = (float) matrix[i];
        next++;
      }
      if (i % columns == columns - 1) {
        starts[i / columns + 1] = next;
      }
    }
    return Optional.of(new SparseRows(columns, starts, places, values));
  }

  /** The number of rows. */
  public int rows() {
    return starts.length - 1;
  }

  /**
   * Some rows of these.
   *
   * @param rows these alone
   * @param columns the same numbers by columns, as rows of the transpose
   */
  public record Slice(SparseRows rows, SparseRows columns) {}

  /** The rows {@code from .. from + count - 1}. */
  public Slice slice(int from, int count) {
    int[] begins = new int[count + 1];
    Arrays.setAll(begins, i -> starts[from + i] - starts[from]);
    int[] at = Arrays.copyOfRange(places, starts[from], starts[from + count]);
    float[] numbers = Arrays.copyOfRange(values, starts[from], starts[from + count]);
    SparseRows rows = new SparseRows(columns, begins, at, numbers);
    return new Slice(rows, rows.transposed());
  }

  /** In the order of the rows within each column. */
  private SparseRows transposed() {
    int[] begins = new int[columns + 1];
    for (int column : places) {
      begins[column + 1]++;
    }
    for (int column = 0; column < columns; column++) {
      begins[column + 1] += begins[column];
    }
    int[] next = begins.clone();
    int[] at = new int[places.length];
    float[] numbers = new float[places.length];
    for (int row = 0; row < rows(); row++) {
      for (int k = starts[row]; k < starts[row + 1]; k++) {
        int to = next[places[k]]++;
        at[to] = row;
        numbers[to] = values[k];
      }
    }
    return new SparseRows(rows(), begins, at, numbers);
  }
}

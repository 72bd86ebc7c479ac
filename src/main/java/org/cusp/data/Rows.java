package org.cusp.data;

/** Rows of a row-major matrix. */
final class Rows {
  private Rows() {}

  static double[] gather(double[] matrix, int columns, int[] rows) {
    double[] gathered = new double[Math.multiplyExact(rows.length, columns)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(matrix, rows[i] * columns, gathered, i * columns, columns);
    }
    return gathered;
  }
}

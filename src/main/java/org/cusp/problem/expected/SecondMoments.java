package org.cusp.problem.expected;

/** Means over data of products of two coordinates. */
final class SecondMoments {
  private SecondMoments() {}

  /**
   * (1/n) sum_i a_i b_i^T.
   *
   * @param a row-major, with so many {@code rows} numbers of a datum
   * @param b row-major, with so many {@code columns} numbers of a datum
   */
  static double[][] of(double[] a, int rows, double[] b, int columns) {
    int n = a.length / rows;
    double[][] sums = new double[rows][columns];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < rows; j++) {
        for (int k = 0; k < columns; k++) {
          sums[j][k] += a[i * rows + j] * b[i * columns + k];
        }
      }
    }
    for (double[] row : sums) {
      for (int k = 0; k < columns; k++) {
        row[k] /= n;
      }
    }
    return sums;
  }
}

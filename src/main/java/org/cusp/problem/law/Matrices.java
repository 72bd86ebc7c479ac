package org.cusp.problem.law;

/** Small dense matrices as arrays of rows. */
public final class Matrices {
  private Matrices() {}

  /** The identity. */
  public static double[][] identity(int size) {
    double[][] result = new double[size][size];
    for (int i = 0; i < size; i++) {
      result[i][i] = 1;
    }
    return result;
  }

  /** {@code left right}. */
  static double[][] times(double[][] left, double[][] right) {
    double[][] result = new double[left.length][right[0].length];
    for (int i = 0; i < left.length; i++) {
      for (int k = 0; k < right.length; k++) {
        for (int j = 0; j < right[0].length; j++) {
          result[i][j] += left[i][k] * right[k][j];
        }
      }
    }
    return result;
  }

  /** The transpose. */
  static double[][] transposed(double[][] matrix) {
    double[][] result = new double[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix[0].length; j++) {
        result[j][i] = matrix[i][j];
      }
    }
    return result;
  }

  /** {@code matrix^T matrix}. */
  public static double[][] gram(double[][] matrix) {
    return times(transposed(matrix), matrix);
  }
}

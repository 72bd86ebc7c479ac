package org.cusp.numerics;

import java.util.Arrays;

/**
 * Products of small dense matrices as arrays of rows. Hipparchus has them too; these leave out its
 * checks and copies, which is most of the time at the sizes of problems with a known truth.
 */
public final class Matrices {
  private Matrices() {}

  /** The identity. */
  public static double[][] identity(int n) {
    double[][] result = new double[n][n];
    for (int i = 0; i < n; i++) {
      result[i][i] = 1;
    }
    return result;
  }

  /** With rows of its own, of any lengths. */
  public static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }

  /** {@code a b}. */
  public static double[][] product(double[][] a, double[][] b) {
    int columns = b[0].length;
    double[][] result = new double[a.length][columns];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        Vectors.add(result[i], a[i][k], b[k]);
      }
    }
    return result;
  }

  /** {@code a^T}. */
  public static double[][] transpose(double[][] a) {
    double[][] result = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        result[j][i] = a[i][j];
      }
    }
    return result;
  }

  /** {@code a a^T}: products of the rows. */
  public static double[][] gram(double[][] a) {
    double[][] result = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j <= i; j++) {
        result[i][j] = Vectors.dot(a[i], a[j]);
        result[j][i] = result[i][j];
      }
    }
    return result;
  }

  /** {@code a^T m b}. */
  public static double bilinear(double[] a, double[][] m, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * Vectors.dot(m[i], b);
    }
    return sum;
  }

  /**
   * {@code (1/n) sum_i a_i b_i^T}.
   *
   * @param a row-major, with so many {@code rows} numbers of a datum
   * @param b row-major, with so many {@code columns} numbers of a datum
   */
  public static double[][] secondMoments(double[] a, int rows, double[] b, int columns) {
    int n = a.length / rows;
    double[][] sums = new double[rows][columns];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < rows; j++) {
        double value = a[i * rows + j];
        double[] row = sums[j];
        for (int k = 0; k < columns; k++) {
          row[k] += value * b[i * columns + k];
        }
      }
    }
    for (double[] row : sums) {
      Vectors.scale(row, 1.0 / n);
    }
    return sums;
  }
}

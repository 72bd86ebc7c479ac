package org.cusp.gold;

/** Products of small dense matrices, rows first. */
public final class Matrices {
  private Matrices() {}

  public static double[][] identity(int n) {
    double[][] result = new double[n][n];
    for (int i = 0; i < n; i++) {
      result[i][i] = 1;
    }
    return result;
  }

  /** a b. */
  public static double[][] product(double[][] a, double[][] b) {
    int columns = b[0].length;
    double[][] result = new double[a.length][columns];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        double factor = a[i][k];
        double[] row = b[k];
        for (int j = 0; j < columns; j++) {
          result[i][j] += factor * row[j];
        }
      }
    }
    return result;
  }

  public static double[][] transpose(double[][] a) {
    double[][] result = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        result[j][i] = a[i][j];
      }
    }
    return result;
  }

  /** a a^T. */
  public static double[][] gram(double[][] a) {
    double[][] result = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int k = 0; k < a[0].length; k++) {
          sum += a[i][k] * a[j][k];
        }
        result[i][j] = sum;
        result[j][i] = sum;
      }
    }
    return result;
  }

  /** |a - b|^2 over all entries. */
  static double squaredDistance(double[][] a, double[][] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        sum += (a[i][j] - b[i][j]) * (a[i][j] - b[i][j]);
      }
    }
    return sum;
  }
}

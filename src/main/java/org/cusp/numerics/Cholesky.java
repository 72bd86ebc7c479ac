package org.cusp.numerics;

import java.util.Optional;

/**
 * The lower triangular L with {@code L L^T = A} of a small symmetric positive definite matrix, and
 * what follows from it. {@code org.hipparchus.linear.CholeskyDecomposition} has the same factor but
 * multiplies by reciprocals of the pivots, which gives other last digits: the draws of seeded runs
 * are made with this one ({@code CholeskyTest}).
 *
 * @param lower L, its upper triangle zero
 */
public record Cholesky(double[][] lower) {
  /**
   * Of {@code a}, whose lower triangle alone is read.
   *
   * @param smallest pivots must be larger than this share of the largest diagonal entry so far, or
   *     there is no factor; 0 asks for positive ones
   * @return empty where a pivot is too small or not a number
   */
  public static Optional<Cholesky> of(double[][] a, double smallest) {
    int n = a.length;
    double[][] lower = new double[n][n];
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, a[i][i]);
      for (int j = 0; j <= i; j++) {
        double sum = a[i][j];
        for (int k = 0; k < j; k++) {
          sum -= lower[i][k] * lower[j][k];
        }
        if (i == j && !(sum > smallest * largest)) {
          return Optional.empty();
        }
        lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
      }
    }
    return Optional.of(new Cholesky(lower));
  }

  /** The same of a matrix that is positive definite by construction. */
  public static Cholesky of(double[][] a) {
    return of(a, 0)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "a matrix of " + a.length + " rows is not positive definite"));
  }

  /** {@code L^-1 x}. */
  public double[] forward(double[] x) {
    double[] y = x.clone();
    for (int i = 0; i < y.length; i++) {
      for (int k = 0; k < i; k++) {
        y[i] -= lower[i][k] * y[k];
      }
      y[i] /= lower[i][i];
    }
    return y;
  }

  /** {@code L^-1 C}. */
  public double[][] forward(double[][] c) {
    double[][] columns = Matrices.transpose(c);
    for (int j = 0; j < columns.length; j++) {
      columns[j] = forward(columns[j]);
    }
    return Matrices.transpose(columns);
  }

  /** {@code L^-T x}. */
  public double[] backward(double[] x) {
    double[] y = x.clone();
    for (int i = y.length - 1; i >= 0; i--) {
      for (int k = i + 1; k < y.length; k++) {
        y[i] -= lower[k][i] * y[k];
      }
      y[i] /= lower[i][i];
    }
    return y;
  }

  /** {@code A^-1 x}. */
  public double[] solve(double[] x) {
    return backward(forward(x));
  }

  /** {@code tr A^-1 = |L^-1|^2}; column k of the inverse begins in row k. */
  public double traceOfInverse() {
    int n = lower.length;
    double sum = 0;
    double[] column = new double[n];
    for (int k = 0; k < n; k++) {
      for (int i = k; i < n; i++) {
        double value = i == k ? 1 : 0;
        for (int j = k; j < i; j++) {
          value -= lower[i][j] * column[j];
        }
        column[i] = value / lower[i][i];
        sum += column[i] * column[i];
      }
    }
    return sum;
  }
}

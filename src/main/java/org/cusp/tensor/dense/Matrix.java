package org.cusp.tensor.dense;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;

import java.util.Arrays;
import org.bytedeco.openblas.global.openblas;

/**
 * A matrix; products run in the calling thread.
 *
 * @param values row by row, shared and not copied
 */
public record Matrix(int rows, int columns, double[] values) {
  static {
    openblas.blas_set_num_threads(1);
  }

  public Matrix {
    if (values.length != rows * columns) {
      throw new IllegalArgumentException(
          values.length + " numbers for " + rows + " x " + columns + " entries");
    }
  }

  /** All 0. */
  public static Matrix zeros(int rows, int columns) {
    return new Matrix(rows, columns, new double[rows * columns]);
  }

  public static Matrix identity(int size) {
    Matrix identity = zeros(size, size);
    for (int i = 0; i < size; i++) {
      identity.values[i * size + i] = 1;
    }
    return identity;
  }

  /** A copy of a part of numbers that hold more. */
  public static Matrix of(double[] all, int from, int rows, int columns) {
    return new Matrix(rows, columns, Arrays.copyOfRange(all, from, from + rows * columns));
  }

  /** this B. */
  public Matrix times(Matrix b) {
    return product(this, CblasNoTrans, b, CblasNoTrans, rows, b.columns, columns);
  }

  /** this' B. */
  public Matrix transposedTimes(Matrix b) {
    return product(this, CblasTrans, b, CblasNoTrans, columns, b.columns, rows);
  }

  /** this B'. */
  public Matrix timesTransposed(Matrix b) {
    return product(this, CblasNoTrans, b, CblasTrans, rows, b.rows, columns);
  }

  private static Matrix product(Matrix a, int opA, Matrix b, int opB, int m, int n, int k) {
    int inner = opB == CblasTrans ? b.columns : b.rows;
    if (inner != k) {
      throw new IllegalArgumentException("a product over " + k + " and " + inner + " entries");
    }
    Matrix c = zeros(m, n);
    openblas.cblas_dgemm(
        CblasRowMajor,
        opA,
        opB,
        m,
        n,
        k,
        1,
        a.values,
        a.columns,
        b.values,
        b.columns,
        0,
        c.values,
        n);
    return c;
  }

  /** factor this + other B. */
  public Matrix plus(double factor, double other, Matrix b) {
    double[] sum = new double[values.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = factor * values[i] + other * b.values[i];
    }
    return new Matrix(rows, columns, sum);
  }

  public Matrix transposed() {
    Matrix turned = zeros(columns, rows);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        turned.values[j * rows + i] = values[i * columns + j];
      }
    }
    return turned;
  }

  /** The sum of the squares of its entries. */
  public double squares() {
    double sum = 0;
    for (double x : values) {
      sum += x * x;
    }
    return sum;
  }

  /**
   * this^-1 B with what the factors say of this, which is square.
   *
   * @param logDeterminant log |det this|
   */
  public record Solved(Matrix solution, double logDeterminant) {}

  /**
   * Solves by Gaussian elimination.
   *
   * @throws ArithmeticException where this is singular
   */
  public Solved solve(Matrix b) {
    double[] factors = values.clone();
    double[] x = b.values.clone();
    int info =
        openblas.LAPACKE_dgesv(
            openblas.LAPACK_ROW_MAJOR, rows, b.columns, factors, rows, new int[rows], x, b.columns);
    if (info != 0) {
      throw new ArithmeticException("a singular matrix of " + rows + " rows");
    }
    double log = 0;
    for (int i = 0; i < rows; i++) {
      log += Math.log(Math.abs(factors[i * rows + i]));
    }
    return new Solved(new Matrix(b.rows, b.columns, x), log);
  }

  /**
   * Eigenvectors of a symmetric matrix.
   *
   * @param values ascending
   * @param vectors in columns
   */
  public record Eigen(double[] values, Matrix vectors) {}

  /**
   * Of this, which is symmetric: its lower half is read.
   *
   * @throws ArithmeticException where the iteration fails, as for a matrix that holds a NaN
   */
  public Eigen eigen() {
    double[] vectors = values.clone();
    double[] found = new double[rows];
    int info =
        openblas.LAPACKE_dsyevd(
            openblas.LAPACK_ROW_MAJOR, (byte) 'V', (byte) 'L', rows, vectors, rows, found);
    if (info != 0) {
      throw new ArithmeticException("the eigenvalues of " + rows + " rows did not converge");
    }
    return new Eigen(found, new Matrix(rows, rows, vectors));
  }
}

package org.cusp.numerics;

import java.util.Arrays;

/**
 * Eigenvalues and eigenvectors of a symmetric tridiagonal matrix by QL iterations with implicit
 * shifts (Golub and Van Loan, Matrix Computations, 4th ed., section 8.3). Entries below the
 * diagonal that rounding cannot tell from zero are dropped; a shift is taken from the 2 x 2 block
 * in question, and after an unusual number of iterations from its corner alone, which breaks
 * cycles.
 *
 * <p>Hipparchus' {@code EigenDecompositionSymmetric} takes as long; it sets to zero what is below
 * 1e-16 of the largest value, with its sign, and throws after 30 sweeps ({@code
 * TridiagonalEigenTest}).
 *
 * @param values in no order
 * @param vectors [index][component], orthonormal
 * @param isConverged whether all entries below the diagonal became negligible within 300 sweeps for
 *     each value; never so for a matrix that holds a NaN
 */
public record TridiagonalEigen(double[] values, double[][] vectors, boolean isConverged) {
  private static final int USUAL = 30;
  private static final int MOST = 300;

  /**
   * Of the matrix with this diagonal and these entries next to it.
   *
   * @param below one entry fewer than the diagonal
   */
  public static TridiagonalEigen of(double[] diagonal, double[] below) {
    int n = diagonal.length;
    double[] d = diagonal.clone();
    double[] e = Arrays.copyOf(below, n);
    double[][] vectors = new double[n][n];
    for (int i = 0; i < n; i++) {
      vectors[i][i] = 1;
    }
    double scale = 0;
    for (int i = 0; i < n; i++) {
      scale = Math.max(scale, Math.abs(d[i]) + Math.abs(e[i]));
    }
    // An entry is judged when it is dropped: the diagonal beside it moves on afterwards.
    boolean isConverged = Double.isFinite(scale);
    for (int top = 0; top < n; top++) {
      int iteration = 0;
      int end = blockEnd(d, e, top, scale);
      while (end != top && iteration < MOST) {
        sweep(d, e, top, end, iteration % (2 * USUAL) < USUAL, vectors);
        iteration++;
        end = blockEnd(d, e, top, scale);
      }
      isConverged &= end == top;
    }
    isConverged &= Arrays.stream(d).allMatch(Double::isFinite);
    return new TridiagonalEigen(d, vectors, isConverged);
  }

  /** The last row of the unreduced block that begins at {@code top}. */
  private static int blockEnd(double[] d, double[] e, int top, double scale) {
    int end = top;
    while (end < d.length - 1
        && Math.abs(e[end])
            > Math.ulp(1.0) * Math.max(Math.abs(d[end]) + Math.abs(d[end + 1]), 1e-3 * scale)) {
      end++;
    }
    return end;
  }

  private static void sweep(
      double[] d, double[] e, int top, int end, boolean usual, double[][] vectors) {
    double shift = usual ? wilkinson(d, e, top) : d[top];
    double g = d[end] - shift;
    double sine = 1;
    double cosine = 1;
    double p = 0;
    for (int i = end - 1; i >= top; i--) {
      double f = sine * e[i];
      double b = cosine * e[i];
      double r = Math.hypot(f, g);
      e[i + 1] = r;
      if (r == 0) {
        d[i + 1] -= p;
        e[end] = 0;
        return;
      }
      sine = f / r;
      cosine = g / r;
      g = d[i + 1] - p;
      r = (d[i] - g) * sine + 2 * cosine * b;
      p = sine * r;
      d[i + 1] = g + p;
      g = cosine * r - b;
      rotate(vectors[i], vectors[i + 1], sine, cosine);
    }
    d[top] -= p;
    e[top] = g;
    e[end] = 0;
  }

  private static double wilkinson(double[] d, double[] e, int top) {
    double half = (d[top + 1] - d[top]) / (2 * e[top]);
    double root = Math.hypot(half, 1);
    return d[top] - e[top] / (half + Math.copySign(root, half));
  }

  private static void rotate(double[] low, double[] high, double sine, double cosine) {
    for (int k = 0; k < low.length; k++) {
      double f = high[k];
      high[k] = sine * low[k] + cosine * f;
      low[k] = cosine * low[k] - sine * f;
    }
  }
}

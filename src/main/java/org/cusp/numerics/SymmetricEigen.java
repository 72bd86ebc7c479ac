package org.cusp.numerics;

/**
 * Eigenvalues and eigenvectors of small symmetric positive semidefinite matrices by cyclic Jacobi
 * rotations (Golub and Van Loan, Matrix Computations, 4th ed., section 8.5). Hipparchus' reduction
 * to tridiagonal form is slower up to five rows and faster beyond, but it loses the digits of small
 * eigenvalues that these rotations keep where the matrix is badly scaled ({@code
 * SymmetricEigenTest}, docs/decisions/0010).
 *
 * @param values in no order, nonnegative: what rounding makes of zeros below zero is zero
 * @param vectors [component][index]
 * @param isConverged whether the sweeps ended with a diagonal matrix whose entries are nonnegative
 *     up to rounding; not so for a matrix that holds a NaN or is indefinite
 */
public record SymmetricEigen(double[] values, double[][] vectors, boolean isConverged) {
  private static final int MOST_SWEEPS = 30;
  private static final double NEGLIGIBLE = 1e-32;

  /** Of the largest value: a value that is further below zero is no rounding. */
  private static final double ROUNDING = 1e-10;

  /** Of {@code m}, which is overwritten. */
  public static SymmetricEigen of(double[][] m) {
    int n = m.length;
    double[][] v = new double[n][n];
    for (int i = 0; i < n; i++) {
      v[i][i] = 1;
    }
    boolean isDiagonal = false;
    for (int sweep = 0; sweep <= MOST_SWEEPS; sweep++) {
      double off = 0;
      double all = 0;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          off += i == j ? 0 : m[i][j] * m[i][j];
          all += m[i][j] * m[i][j];
        }
      }
      isDiagonal = off <= NEGLIGIBLE * all;
      if (isDiagonal || sweep == MOST_SWEEPS) {
        break;
      }
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotate(m, v, p, q);
        }
      }
    }
    double[] values = new double[n];
    double largest = 0;
    double least = 0;
    for (int i = 0; i < n; i++) {
      values[i] = Math.max(m[i][i], 0);
      largest = Math.max(largest, values[i]);
      least = Math.min(least, m[i][i]);
    }
    boolean isSemidefinite = least >= -ROUNDING * largest;
    return new SymmetricEigen(values, v, isDiagonal && isSemidefinite);
  }

  /** The same where there is no other answer. */
  public SymmetricEigen orThrow() {
    if (!isConverged) {
      throw new IllegalStateException(
          "the eigenvalues of a matrix of " + values.length + " rows did not converge");
    }
    return this;
  }

  private static void rotate(double[][] m, double[][] v, int p, int q) {
    if (m[p][q] == 0) {
      return;
    }
    double theta = (m[q][q] - m[p][p]) / (2 * m[p][q]);
    double tangent = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double cosine = 1 / Math.sqrt(tangent * tangent + 1);
    double sine = tangent * cosine;
    for (int k = 0; k < m.length; k++) {
      double a = m[k][p];
      double b = m[k][q];
      m[k][p] = cosine * a - sine * b;
      m[k][q] = sine * a + cosine * b;
      double c = v[k][p];
      double d = v[k][q];
      v[k][p] = cosine * c - sine * d;
      v[k][q] = sine * c + cosine * d;
    }
    for (int k = 0; k < m.length; k++) {
      double a = m[p][k];
      double b = m[q][k];
      m[p][k] = cosine * a - sine * b;
      m[q][k] = sine * a + cosine * b;
    }
    m[p][q] = 0;
    m[q][p] = 0;
  }
}

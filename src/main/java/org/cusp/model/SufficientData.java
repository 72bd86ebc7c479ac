package org.cusp.model;

import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;

/**
 * A few examples that stand for many. Under Gaussian noise a model whose mean is linear in the
 * inputs, y = M(w) x, sees n data through their second moments alone:
 *
 * <pre>
 * L_n(w) = (1 / 2 sigma^2) (1/n) sum_i |M(w) x_i - y_i|^2 + const
 *        = (1 / 2 sigma^2) (1/d) sum_k |M(w) u_k - v_k|^2 + another const
 * </pre>
 *
 * with the d rows of U = sqrt(d) R and V = sqrt(d) R^-T (X^T Y / n), where X^T X / n = R^T R. So
 * the difference of L_n between two parameters, and its gradient, are those of d examples: what a
 * gradient costs does not grow with n.
 */
public final class SufficientData {
  /** Pivots smaller than this share of the largest are taken for zero: then nothing is replaced. */
  private static final double SMALLEST_PIVOT = 1e-10;

  private SufficientData() {}

  /**
   * As many examples as features, with the same L_n up to a constant; empty where the model needs
   * all data, where there are no more data than features, or where the inputs do not span them.
   */
  public static Optional<DataSet> of(Model model, DataSet data) {
    boolean linear = model.isLinearInInputs() && model.likelihood() instanceof Likelihood.Gaussian;
    if (!linear || data.n() <= rows(data.features())) {
      return Optional.empty();
    }
    Targets.Values targets = (Targets.Values) data.targets();
    double[][] inputs = moments(data.x(), data.features(), data.x(), data.features(), data.n());
    double[][] cross =
        moments(data.x(), data.features(), targets.values(), targets.outputs(), data.n());
    return root(inputs).map(r -> examples(data, r, solve(r, cross)));
  }

  /** (1/n) sum_i a_i b_i^T. */
  private static double[][] moments(double[] a, int rows, double[] b, int columns, int n) {
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
    RealMatrix mean = new Array2DRowRealMatrix(sums, false).scalarMultiply(1.0 / n);
    return mean.getData();
  }

  /** The upper triangular R with R^T R = matrix (Cholesky). */
  private static Optional<double[][]> root(double[][] matrix) {
    int d = matrix.length;
    double[][] r = new double[d][d];
    double largest = 0;
    for (int j = 0; j < d; j++) {
      largest = Math.max(largest, matrix[j][j]);
      double pivot = matrix[j][j];
      for (int k = 0; k < j; k++) {
        pivot -= r[k][j] * r[k][j];
      }
      if (!(pivot > SMALLEST_PIVOT * largest)) {
        return Optional.empty();
      }
      r[j][j] = Math.sqrt(pivot);
      for (int i = j + 1; i < d; i++) {
        double sum = matrix[j][i];
        for (int k = 0; k < j; k++) {
          sum -= r[k][j] * r[k][i];
        }
        r[j][i] = sum / r[j][j];
      }
    }
    return Optional.of(r);
  }

  /** R^-T C by forward substitution. */
  private static double[][] solve(double[][] r, double[][] c) {
    int d = r.length;
    int width = c[0].length;
    double[][] v = new double[d][width];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < width; j++) {
        double sum = c[i][j];
        for (int k = 0; k < i; k++) {
          sum -= r[k][i] * v[k][j];
        }
        v[i][j] = sum / r[i][i];
      }
    }
    return v;
  }

  private static DataSet examples(DataSet data, double[][] r, double[][] v) {
    int d = r.length;
    int rows = rows(d);
    double[] x = flat(r, rows);
    double[] y = flat(v, rows);
    return new DataSet(
        data.name() + " (sufficient)", rows, d, x, new Targets.Values(y, v[0].length));
  }

  /** A data set has at least two rows; one of zeros adds a constant to the loss. */
  private static int rows(int features) {
    return Math.max(2, features);
  }

  private static double[] flat(double[][] matrix, int rows) {
    int columns = matrix[0].length;
    double scale = Math.sqrt(rows);
    double[] values = new double[rows * columns];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < columns; j++) {
        values[i * columns + j] = scale * matrix[i][j];
      }
    }
    return values;
  }
}

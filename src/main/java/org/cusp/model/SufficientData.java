package org.cusp.model;

import java.util.Arrays;
import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.numerics.Cholesky;
import org.cusp.numerics.Matrices;

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
    Moments moments = data.inputs().isHeld() ? whole(data, targets) : inBlocks(data, targets);
    return Cholesky.of(moments.inputs(), SMALLEST_PIVOT)
        .map(l -> examples(data, Matrices.transpose(l.lower()), l.forward(moments.cross())));
  }

  /** X^T X / n and X^T Y / n. */
  private record Moments(double[][] inputs, double[][] cross) {}

  private static Moments whole(DataSet data, Targets.Values targets) {
    return new Moments(
        Matrices.secondMoments(data.x(), data.features(), data.x(), data.features()),
        Matrices.secondMoments(data.x(), data.features(), targets.values(), targets.outputs()));
  }

  private static Moments inBlocks(DataSet data, Targets.Values targets) {
    int d = data.features();
    int outputs = targets.outputs();
    Moments sums = new Moments(new double[d][d], new double[d][outputs]);
    data.inputs()
        .forEach(
            (from, count, block) -> {
              double[] x = Arrays.copyOf(block, count * d);
              double[] y =
                  Arrays.copyOfRange(targets.values(), from * outputs, (from + count) * outputs);
              double share = count / (double) data.n();
              add(share, Matrices.secondMoments(x, d, x, d), sums.inputs());
              add(share, Matrices.secondMoments(x, d, y, outputs), sums.cross());
            });
    return sums;
  }

  private static void add(double share, double[][] block, double[][] sums) {
    for (int i = 0; i < sums.length; i++) {
      for (int j = 0; j < sums[i].length; j++) {
        sums[i][j] += share * block[i][j];
      }
    }
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

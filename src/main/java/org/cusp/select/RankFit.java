package org.cusp.select;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * Least squares under a bound on the rank: the best fit of rank h keeps the h largest singular
 * values of the fit without a bound (Eckart and Young), so its squared residuals are those without
 * a bound and the squares of the other singular values.
 *
 * <p>With X Y = Q R, R upper triangular, everything is in R, which is computed from blocks of rows:
 * the data are read once, and no squares of X are formed. Inputs that are linear combinations of
 * others are left out by the singular values of the first block of R.
 *
 * @param n the number of data
 * @param outputs of a datum
 * @param residual the squared residuals without a bound on the rank
 * @param singularValues of the fit without a bound, the largest first
 * @param scales square roots of the eigenvalues of X^T X, the largest first; those that count for 0
 *     are left out
 * @param rotated [scale][output]: the coordinates of the targets in an orthonormal basis of the
 *     examples in which the rotated inputs are the scales
 */
record RankFit(
    long n,
    int outputs,
    double residual,
    double[] singularValues,
    double[] scales,
    double[][] rotated) {
  private static final int BLOCK = 256;

  /** The fit of data that have these sizes. */
  static RankFit of(DataSet data, int inputs, int outputs) {
    Check.equal(data.name() + ": inputs", data.features(), inputs);
    if (!(data.targets() instanceof Targets.Values values)) {
      throw new InvalidInput(data.name() + ": must have numbers as targets, got classes");
    }
    Check.equal(data.name() + ": outputs", values.outputs(), outputs);
    RealMatrix r = triangle(data, values);
    RealMatrix x = r.getSubMatrix(0, inputs - 1, 0, inputs - 1);
    RealMatrix y = r.getSubMatrix(0, inputs - 1, inputs, inputs + outputs - 1);
    double beyond =
        squares(r.getSubMatrix(inputs, inputs + outputs - 1, inputs, inputs + outputs - 1));
    SingularValueDecomposition columns = new SingularValueDecomposition(x);
    RealMatrix rotated = columns.getUT().multiply(y);
    int rank = columns.getRank();
    if (rank < inputs) {
      beyond += squares(rotated.getSubMatrix(rank, inputs - 1, 0, outputs - 1));
    }
    double[] scales = Arrays.copyOf(columns.getSingularValues(), rank);
    if (rank == 0) {
      return new RankFit(data.n(), outputs, beyond, scales, scales, new double[0][]);
    }
    RealMatrix within = rotated.getSubMatrix(0, rank - 1, 0, outputs - 1);
    double[] singular = new SingularValueDecomposition(within).getSingularValues();
    return new RankFit(data.n(), outputs, beyond, singular, scales, within.getData());
  }

  /** R of the examples' inputs and targets side by side. */
  private static RealMatrix triangle(DataSet data, Targets.Values values) {
    int inputs = data.features();
    int columns = inputs + values.outputs();
    RealMatrix r = new Array2DRowRealMatrix(columns, columns);
    for (int first = 0; first < data.n(); first += BLOCK) {
      int rows = Math.min(BLOCK, data.n() - first);
      RealMatrix stacked = new Array2DRowRealMatrix(columns + rows, columns);
      stacked.setSubMatrix(r.getData(), 0, 0);
      for (int i = 0; i < rows; i++) {
        double[] row = new double[columns];
        System.arraycopy(data.x(), (first + i) * inputs, row, 0, inputs);
        System.arraycopy(
            values.values(), (first + i) * values.outputs(), row, inputs, values.outputs());
        stacked.setRow(columns + i, row);
      }
      r = new QRDecomposition(stacked).getR().getSubMatrix(0, columns - 1, 0, columns - 1);
    }
    return r;
  }

  private static double squares(RealMatrix matrix) {
    return Arrays.stream(matrix.getData()).flatMapToDouble(Arrays::stream).map(v -> v * v).sum();
  }

  /** The squared residuals of the best fit of a rank. */
  double residual(int rank) {
    double sum = residual;
    for (int k = singularValues.length - 1; k >= rank; k--) {
      sum += singularValues[k] * singularValues[k];
    }
    return sum;
  }

  /** Under N(., sigma^2 I), for the ranks 0, 1, ..., largest. */
  double[] logLikelihoods(int largest, double sigma) {
    double constant = n * outputs * (0.5 * Math.log(2 * Math.PI) + Math.log(sigma));
    return IntStream.rangeClosed(0, largest)
        .mapToDouble(rank -> -constant - residual(rank) / (2 * sigma * sigma))
        .toArray();
  }
}

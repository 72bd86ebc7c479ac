package org.cusp.problem;

import org.cusp.contract.Check;
import org.cusp.exact.RegularModel;
import org.cusp.exact.Rlct;

/**
 * A critical point of the toy model of superposition: gon columns of length l at equal angles with
 * the bias b; the other columns are zero, and their bias is negative, or 1 / (2 columns) for the
 * "plus" ones, whose output is then a constant.
 *
 * <p>With at least 5 corners the loss is analytic here, and its Hessian has the rank 3 (gon + plus)
 * - 1: all but the rotation, and the parameters of columns that are off. The loss is regular across
 * the directions in which it is flat, so lambda is half that rank. With fewer corners b = 0 is a
 * kink of the ReLU.
 *
 * @param columns c
 * @param gon corners, in [2, 8]
 * @param plus columns with a constant output
 */
record SuperpositionPolygon(int columns, int gon, int plus) {
  /** Where Newton's method begins for 5, 6, 7 and 8 corners: length and bias. */
  private static final double[][] STARTS = {
    {1.170, -0.282}, {1.321, -0.618}, {1.448, -0.967}, {1.550, -1.291}
  };

  private static final int FEWEST_ANALYTIC = 5;
  private static final int NEWTON_STEPS = 12;
  private static final double DIFFERENCE = 1e-5;
  private static final double BIAS_WHEN_OFF = -1;

  SuperpositionPolygon {
    Check.inRange("columns", columns, 2, 100);
    Check.inRange("gon", gon, 2, Math.min(columns, FEWEST_ANALYTIC - 1 + STARTS.length));
    Check.inRange("plus", plus, 0, columns - gon);
  }

  boolean isAnalytic() {
    return gon >= FEWEST_ANALYTIC;
  }

  /** Half the rank of the Hessian; for analytic points only. */
  Rlct exact() {
    return new RegularModel(3 * (gon + plus) - 1)
        .rlct()
        .withSource("half the rank of the Hessian; Chen et al. 2023, arXiv:2310.06301");
  }

  /** The parameter. */
  double[] parameter() {
    return isAnalytic() ? at(solved()) : at(new double[] {1, 0});
  }

  /** The polygon of this length and bias. */
  private double[] at(double[] shape) {
    double[] w = new double[3 * columns];
    for (int i = 0; i < columns; i++) {
      boolean corner = i < gon;
      double angle = 2 * Math.PI * i / gon;
      w[i] = corner ? shape[0] * Math.cos(angle) : 0;
      w[columns + i] = corner ? shape[0] * Math.sin(angle) : 0;
      w[2 * columns + i] = corner ? shape[1] : unusedBias(i);
    }
    return w;
  }

  private double unusedBias(int column) {
    return column < gon + plus ? 1 / (2.0 * columns) : BIAS_WHEN_OFF;
  }

  /** The length and bias at which the loss is stationary, by Newton's method. */
  private double[] solved() {
    double[] shape = STARTS[gon - FEWEST_ANALYTIC].clone();
    for (int step = 0; step < NEWTON_STEPS; step++) {
      double[] slope = slope(shape[0], shape[1]);
      double[] byLength = difference(shape, DIFFERENCE, 0);
      double[] byBias = difference(shape, 0, DIFFERENCE);
      double determinant = byLength[0] * byBias[1] - byBias[0] * byLength[1];
      shape[0] -= (byBias[1] * slope[0] - byBias[0] * slope[1]) / determinant;
      shape[1] -= (byLength[0] * slope[1] - byLength[1] * slope[0]) / determinant;
    }
    return shape;
  }

  private double[] difference(double[] shape, double length, double bias) {
    double[] up = slope(shape[0] + length, shape[1] + bias);
    double[] down = slope(shape[0] - length, shape[1] - bias);
    double width = 2 * (length + bias);
    return new double[] {(up[0] - down[0]) / width, (up[1] - down[1]) / width};
  }

  /** The derivatives of the expected loss by length and bias. */
  private double[] slope(double length, double bias) {
    double[] w = at(new double[] {length, bias});
    double[] gradient = SuperpositionProblem.populationK(columns, w).gradient(w);
    double[] slope = new double[2];
    for (int i = 0; i < gon; i++) {
      double angle = 2 * Math.PI * i / gon;
      slope[0] += Math.cos(angle) * gradient[i] + Math.sin(angle) * gradient[columns + i];
      slope[1] += gradient[2 * columns + i];
    }
    return slope;
  }
}

package org.cusp.problem.expected;

import java.util.Arrays;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.gold.ConditionalLoss;
import org.cusp.numerics.Matrices;
import org.cusp.numerics.Vectors;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * The mean loss of reduced-rank regression with one hidden unit, y = b a^T x + N(0, variance I):
 *
 * <pre>
 * L_n(a, b) = constant + (|b|^2 a^T C a / 2 - b^T D a) / variance,   C = mean x x^T, D = mean y x^T
 * </pre>
 *
 * <p>Given a, it is a quadratic in b around b = D a / a^T C a, which leaves exp(n |D a|^2 / (2
 * variance a^T C a)): its ridge is the line along the a with the largest ratio, whatever n, and the
 * quadrature has an axis there. The same holds given b, with the ratio b^T D C^-1 D^T b / |b|^2.
 */
record OneHiddenUnit(double constant, double[][] inputs, double[][] cross, double variance) {
  private static final double NEGLIGIBLE = 1e-12;

  static OneHiddenUnit of(DataSet data, Targets.Values targets, double variance) {
    int outputs = targets.outputs();
    double[] y = targets.values();
    double[][] squares = Matrices.secondMoments(y, outputs, y, outputs);
    double constant = outputs * ExactLoss.logNormaliser(variance);
    for (int k = 0; k < outputs; k++) {
      constant += squares[k][k] / (2 * variance);
    }
    int features = data.features();
    return new OneHiddenUnit(
        constant,
        Matrices.secondMoments(data.x(), features, data.x(), features),
        Matrices.secondMoments(y, outputs, data.x(), features),
        variance);
  }

  private int features() {
    return inputs.length;
  }

  private int outputs() {
    return cross.length;
  }

  /** By quadrature over a. */
  ConditionalLoss givenFirst() {
    int outputs = outputs();
    ConditionalLoss.Fibre fibre =
        a -> {
          double size = Matrices.bilinear(a, inputs, a) / variance;
          double[] gradient = new double[outputs];
          double[][] hessian = new double[outputs][outputs];
          for (int k = 0; k < outputs; k++) {
            gradient[k] = -Vectors.dot(cross[k], a) / variance;
            hessian[k][k] = size;
          }
          return new ConditionalLoss.Quadratic(0, gradient, hessian);
        };
    return fibres(0, features(), fibre, ridge());
  }

  /** By quadrature over b. */
  ConditionalLoss givenSecond() {
    int features = features();
    ConditionalLoss.Fibre fibre =
        b -> {
          double size = Vectors.dot(b, b) / variance;
          double[] gradient = new double[features];
          double[][] hessian = new double[features][features];
          for (int i = 0; i < features; i++) {
            for (int k = 0; k < b.length; k++) {
              gradient[i] -= cross[k][i] * b[k] / variance;
            }
            for (int j = 0; j < features; j++) {
              hessian[i][j] = size * inputs[i][j];
            }
          }
          return new ConditionalLoss.Quadratic(0, gradient, hessian);
        };
    return fibres(features, outputs(), fibre, image(ridge()));
  }

  private ConditionalLoss fibres(
      int first, int count, ConditionalLoss.Fibre fibre, double[] direction) {
    int[] outer = new int[count];
    Arrays.setAll(outer, i -> first + i);
    return new ConditionalLoss.Fibres(
        features() + outputs(),
        outer,
        constant,
        fibre,
        ConditionalLoss.Grid.along(direction, ConditionalLoss.Layout.AROUND_ORIGIN));
  }

  /** The a with the largest |D a|^2 / a^T C a; an axis may be a little off where C is singular. */
  private double[] ridge() {
    double[][] regular = new double[features()][];
    for (int i = 0; i < regular.length; i++) {
      regular[i] = inputs[i].clone();
      regular[i][i] += NEGLIGIBLE * (1 + inputs[i][i]);
    }
    RealMatrix root = new CholeskyDecomposition(new Array2DRowRealMatrix(regular)).getL();
    RealMatrix whitened = inverse(root).multiply(new Array2DRowRealMatrix(cross).transpose());
    EigenDecompositionSymmetric eigen =
        new EigenDecompositionSymmetric(whitened.multiplyTransposed(whitened));
    return inverse(root).preMultiply(eigen.getEigenvector(0).toArray());
  }

  private static RealMatrix inverse(RealMatrix matrix) {
    return new LUDecomposition(matrix).getSolver().getInverse();
  }

  /** D a, or any direction where that is 0. */
  private double[] image(double[] a) {
    double[] b = new double[outputs()];
    Arrays.setAll(b, k -> Vectors.dot(cross[k], a));
    b[0] = Vectors.dot(b, b) == 0 ? 1 : b[0];
    return b;
  }
}

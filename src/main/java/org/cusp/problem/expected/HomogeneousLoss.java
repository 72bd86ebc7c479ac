package org.cusp.problem.expected;

import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.AnalyticFunction;
import org.cusp.numerics.Matrices;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * The squared loss of a function whose outputs are homogeneous polynomials of degree D in two
 * inputs. D + 1 inputs on a half circle determine such a polynomial, so the sum over all data is a
 * quadratic form in the outputs there.
 */
final class HomogeneousLoss {
  private final AnalyticFunction function;
  private final double[][] inputs;
  private final double[][] form;
  private final double[][] cross;
  private final double constant;
  private final double[][] outputs;

  private HomogeneousLoss(
      AnalyticFunction function,
      double[][] inputs,
      RealMatrix form,
      RealMatrix cross,
      double constant) {
    this.function = function;
    this.inputs = inputs;
    this.form = form.getData();
    this.cross = cross.getData();
    this.outputs = new double[inputs.length][this.cross[0].length];
    this.constant = constant;
  }

  /** For these data and a function of this degree. */
  static HomogeneousLoss of(AnalyticFunction function, DataSet data, int degree) {
    int terms = degree + 1;
    double[][] inputs = new double[terms][];
    double[][] atInputs = new double[terms][];
    for (int j = 0; j < terms; j++) {
      double angle = Math.PI * j / terms;
      inputs[j] = new double[] {Math.cos(angle), Math.sin(angle)};
      atInputs[j] = monomials(inputs[j][0], inputs[j][1], degree);
    }
    double[] features = new double[data.n() * terms];
    for (int i = 0; i < data.n(); i++) {
      double[] row = monomials(data.x()[2 * i], data.x()[2 * i + 1], degree);
      System.arraycopy(row, 0, features, i * terms, terms);
    }
    Targets.Values targets = (Targets.Values) data.targets();
    RealMatrix inverse =
        new LUDecomposition(new Array2DRowRealMatrix(atInputs)).getSolver().getInverse();
    RealMatrix gram =
        new Array2DRowRealMatrix(Matrices.secondMoments(features, terms, features, terms));
    RealMatrix products =
        new Array2DRowRealMatrix(
            Matrices.secondMoments(features, terms, targets.values(), targets.outputs()));
    RealMatrix back = inverse.transpose();
    double square = 0;
    for (double y : targets.values()) {
      square += y * y;
    }
    return new HomogeneousLoss(
        function,
        inputs,
        back.multiply(gram).multiply(inverse),
        back.multiply(products),
        square / (2 * data.n()));
  }

  private static double[] monomials(double x, double y, int degree) {
    double[] result = new double[degree + 1];
    for (int k = 0; k <= degree; k++) {
      result[k] = Math.pow(x, degree - k) * Math.pow(y, k);
    }
    return result;
  }

  /** Half the mean squared residual at w = 0. */
  double constant() {
    return constant;
  }

  /** Half the mean squared residual at w less that at 0; one caller at a time. */
  double excess(double[] w) {
    for (int j = 0; j < inputs.length; j++) {
      function.outputs(w, inputs[j], outputs[j], outputs[j]);
    }
    double sum = 0;
    for (int k = 0; k < outputs[0].length; k++) {
      for (int i = 0; i < inputs.length; i++) {
        double row = 0;
        for (int j = 0; j < inputs.length; j++) {
          row += form[i][j] * outputs[j][k];
        }
        sum += outputs[i][k] * (row / 2 - cross[i][k]);
      }
    }
    return sum;
  }
}

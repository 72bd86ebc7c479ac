package org.cusp.problem;

import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * y = M(w*) x + N(0, sigma^2 I), learned by y = M(w) x + N(0, sigma^2 I). With D = M(w) - M(w*), A
 * = D^T D and independent inputs of moments s2 = E x^2 and s4 = E x^4,
 *
 * <pre>
 * K(w)      = s2 tr(A) / (2 sigma^2)
 * Var f     = 2 K + Var(x^T A x) / (4 sigma^4)
 * Var(x^T A x) = (s4 - s2^2) sum_i A_ii^2 + 2 s2^2 sum_(i != j) A_ij^2
 * dK/dM     = s2 D / sigma^2
 * </pre>
 */
record LinearLaw(String name, LinearMap map, InputLaw inputs, double[] truth, double sigma)
    implements DataLaw, PopulationK {
  @Override
  public DataSet draw(int n, long seed) {
    int features = map.inputs();
    int outputs = map.outputs();
    RandomStream noise = RandomStream.of(seed, Purpose.OUTPUTS, 0);
    double[][] matrix = map.at(truth);
    double[] x =
        inputs.fill(RandomStream.of(seed, Purpose.INPUTS, 0), Math.multiplyExact(n, map.inputs()));
    double[] y = new double[Math.multiplyExact(n, outputs)];
    for (int row = 0; row < n; row++) {
      for (int i = 0; i < outputs; i++) {
        double sum = sigma * noise.normal(0, (long) row * outputs + i);
        for (int j = 0; j < features; j++) {
          sum += matrix[i][j] * x[row * features + j];
        }
        y[row * outputs + i] = sum;
      }
    }
    return new DataSet(name, n, features, x, new Targets.Values(y, outputs));
  }

  @Override
  public String method() {
    return "closed form";
  }

  @Override
  public boolean isDivergence() {
    return true;
  }

  @Override
  public KValue at(double[] w) {
    double squares = 0;
    for (double[] row : difference(w)) {
      for (double entry : row) {
        squares += entry * entry;
      }
    }
    return KValue.exactly(inputs.secondMoment() * squares / (2 * sigma * sigma));
  }

  @Override
  public double variance(double[] w) {
    double[][] gram = Matrices.gram(difference(w));
    double square = inputs.secondMoment() * inputs.secondMoment();
    double spread = 0;
    for (int i = 0; i < gram.length; i++) {
      for (int j = 0; j < gram.length; j++) {
        double weight = i == j ? inputs.fourthMoment() - square : 2 * square;
        spread += weight * gram[i][j] * gram[i][j];
      }
    }
    return 2 * at(w).value() + spread / (4 * Math.pow(sigma, 4));
  }

  @Override
  public double[] gradient(double[] w) {
    double[][] cotangent = difference(w);
    for (double[] row : cotangent) {
      for (int j = 0; j < row.length; j++) {
        row[j] *= inputs.secondMoment() / (sigma * sigma);
      }
    }
    double[] gradient = new double[w.length];
    map.addGradient(w, cotangent, gradient);
    return gradient;
  }

  private double[][] difference(double[] w) {
    double[][] difference = map.at(w);
    double[][] reference = map.at(truth);
    for (int i = 0; i < difference.length; i++) {
      for (int j = 0; j < difference[i].length; j++) {
        difference[i][j] -= reference[i][j];
      }
    }
    return difference;
  }
}

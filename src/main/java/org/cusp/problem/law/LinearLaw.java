package org.cusp.problem.law;

import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.numerics.Matrices;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * y = M(w*) x + N(0, noise^2 I), learned by y = M(w) x + N(0, sigma^2 I). With D = M(w) - M(w*), A
 * = D^T D and independent inputs of moments s2 = E x^2 and s4 = E x^4,
 *
 * <pre>
 * K(w)      = s2 tr(A) / (2 sigma^2)
 * Var f     = 2 K (noise / sigma)^2 + Var(x^T A x) / (4 sigma^4)
 * Var(x^T A x) = (s4 - s2^2) sum_i A_ii^2 + 2 s2^2 sum_(i != j) A_ij^2
 * dK/dM     = s2 D / sigma^2
 * </pre>
 *
 * <p>K is the mean of K_n over data sets whatever the noise of the data; it is a divergence where
 * that noise is the model's. Without noise L_n has its minimum at w*, so that nothing but K_n's own
 * inputs fluctuates: with noise, n (L_n(w*) - min L_n) is half a chi-squared of rank(J) degrees in
 * the regular case, which lowers an LLC that refers to w* by the share 1 / ln n at beta = 1 / ln n.
 *
 * @param sigma the standard deviation in the model
 * @param noise that of the data, at least 0
 */
public record LinearLaw(
    String name, LinearMap map, InputLaw inputs, double[] truth, double sigma, double noise)
    implements DataLaw, PopulationK {
  /** Data with the model's own noise. */
  public LinearLaw(String name, LinearMap map, InputLaw inputs, double[] truth, double sigma) {
    this(name, map, inputs, truth, sigma, sigma);
  }

  @Override
  public DataSet draw(int n, long seed) {
    int features = map.inputs();
    int outputs = map.outputs();
    RandomStream errors = RandomStream.of(seed, Purpose.OUTPUTS, 0);
    double[][] matrix = map.at(truth);
    double[] x =
        inputs.fill(RandomStream.of(seed, Purpose.INPUTS, 0), Math.multiplyExact(n, map.inputs()));
    double[] y = new double[Math.multiplyExact(n, outputs)];
    for (int row = 0; row < n; row++) {
      for (int i = 0; i < outputs; i++) {
        double sum = noise > 0 ? noise * errors.normal(0, (long) row * outputs + i) : 0;
        for (int j = 0; j < features; j++) {
          sum += matrix[i][j] * x[row * features + j];
        }
        y[row * outputs + i] = sum;
      }
    }
    return new DataSet(name, n, features, x, new Targets.Values(y, outputs));
  }

  /**
   * With X^T X = R^T R and the orthonormal Q = X R^-1, Y enters L_n through Q^T Y = R M(w*)^T + Q^T
   * E alone, and the entries of Q^T E are independent N(0, noise^2): so the examples are the rows
   * of (R, R M(w*)^T + noise Z), scaled by sqrt(features / n).
   */
  @Override
  public Optional<DataSet> drawSufficient(int n, long seed) {
    int features = map.inputs();
    int outputs = map.outputs();
    if (n <= features) {
      return Optional.empty();
    }
    double[][] root = inputs.root(RandomStream.of(seed, Purpose.INPUTS, 0), n, features);
    double[][] mean = Matrices.product(root, Matrices.transpose(map.at(truth)));
    RandomStream errors = RandomStream.of(seed, Purpose.OUTPUTS, 0);
    double scale = Math.sqrt((double) features / n);
    double[] x = new double[features * features];
    double[] y = new double[features * outputs];
    for (int row = 0; row < features; row++) {
      for (int j = 0; j < features; j++) {
        x[row * features + j] = scale * root[row][j];
      }
      for (int i = 0; i < outputs; i++) {
        int at = row * outputs + i;
        y[at] = scale * (mean[row][i] + (noise > 0 ? noise * errors.normal(0, at) : 0));
      }
    }
    return Optional.of(new DataSet(name, features, features, x, new Targets.Values(y, outputs)));
  }

  @Override
  public String method() {
    return "closed form";
  }

  @Override
  public boolean isDivergence() {
    return noise == sigma;
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
    double[][] gram = Matrices.gram(Matrices.transpose(difference(w)));
    double square = inputs.secondMoment() * inputs.secondMoment();
    double spread = 0;
    for (int i = 0; i < gram.length; i++) {
      for (int j = 0; j < gram.length; j++) {
        double weight = i == j ? inputs.fourthMoment() - square : 2 * square;
        spread += weight * gram[i][j] * gram[i][j];
      }
    }
    double share = noise / sigma;
    return 2 * at(w).value() * share * share + spread / (4 * Math.pow(sigma, 4));
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

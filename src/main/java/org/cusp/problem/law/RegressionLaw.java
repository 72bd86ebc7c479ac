package org.cusp.problem.law;

import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * Regression on the function g of an analytic model: x from a law of independent coordinates, y =
 * g(x, w*) + N(0, sigma^2 I).
 *
 * @param regression g, w* and sigma
 * @param features inputs of an example
 */
public record RegressionLaw(String name, Regression regression, int features, InputLaw inputs)
    implements DataLaw {
  @Override
  public DataSet draw(int n, long seed) {
    int outputs = regression.outputs();
    RandomStream noise = RandomStream.of(seed, Purpose.OUTPUTS, 0);
    double[] x =
        inputs.fill(RandomStream.of(seed, Purpose.INPUTS, 0), Math.multiplyExact(n, features));
    double[] y = new double[Math.multiplyExact(n, outputs)];
    noise.normals(0, 0, y, y.length);
    double[] input = new double[features];
    double[] mean = new double[outputs];
    for (int row = 0; row < n; row++) {
      System.arraycopy(x, row * features, input, 0, features);
      regression.function().outputs(regression.truth(), input, mean, mean);
      for (int k = 0; k < outputs; k++) {
        y[row * outputs + k] = mean[k] + regression.sigma() * y[row * outputs + k];
      }
    }
    return new DataSet(name, n, features, x, new Targets.Values(y, outputs));
  }
}

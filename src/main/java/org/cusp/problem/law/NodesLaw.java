package org.cusp.problem.law;

import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * Regression on finitely many inputs, all as likely: x one of the points, y = g(x, w*) + N(0,
 * noise^2 I).
 *
 * @param regression g and w*
 * @param nodes the points; their weights are not looked at
 * @param noise standard deviation of the data, at least 0
 */
public record NodesLaw(String name, Regression regression, Nodes nodes, double noise)
    implements DataLaw {
  @Override
  public DataSet draw(int n, long seed) {
    int outputs = regression.outputs();
    int features = nodes.points().get(0).length;
    RandomStream inputs = RandomStream.of(seed, Purpose.INPUTS, 0);
    RandomStream errors = RandomStream.of(seed, Purpose.OUTPUTS, 0);
    double[] x = new double[Math.multiplyExact(n, features)];
    double[] y = new double[Math.multiplyExact(n, outputs)];
    errors.normals(0, 0, y, y.length);
    double[] mean = new double[outputs];
    double[] ignored = new double[outputs];
    for (int row = 0; row < n; row++) {
      int chosen = (int) (inputs.uniform(0, row) * nodes.points().size());
      double[] point = nodes.points().get(chosen);
      System.arraycopy(point, 0, x, row * features, features);
      regression.function().outputs(regression.truth(), point, ignored, mean);
      for (int k = 0; k < outputs; k++) {
        y[row * outputs + k] = mean[k] + noise * y[row * outputs + k];
      }
    }
    return new DataSet(name, n, features, x, new Targets.Values(y, outputs));
  }
}

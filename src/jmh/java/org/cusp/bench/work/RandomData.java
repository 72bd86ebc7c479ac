package org.cusp.bench.work;

import java.util.Arrays;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.Model;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/** Data without meaning, of the shape that a model wants. */
public final class RandomData {
  private RandomData() {}

  /** Inputs uniform in (0, 1); normal values, or classes in turn, as targets. */
  public static DataSet of(Model model, int n) {
    double[] x = new double[n * model.inputs()];
    RandomStream stream = RandomStream.of(1, Purpose.INPUTS, 0);
    Arrays.setAll(x, i -> stream.uniform(0, i));
    return new DataSet("speed", n, model.inputs(), x, targets(model.likelihood(), n));
  }

  private static Targets targets(Likelihood likelihood, int n) {
    if (likelihood instanceof Likelihood.Categorical classes) {
      int[] labels = new int[n];
      Arrays.setAll(labels, i -> i % classes.classes());
      return new Targets.Classes(labels, classes.classes());
    }
    double[] y = new double[n * likelihood.outputs()];
    RandomStream.of(1, Purpose.OUTPUTS, 0).normals(0, 0, y, y.length);
    return new Targets.Values(y, likelihood.outputs());
  }
}

package org.cusp.model;

import org.cusp.contract.Check;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Kernels;

/**
 * A small model given by formulas rather than by layers: monomials, mixtures, networks of a few
 * parameters. Its loops run over data in double; parameters may be stored in either precision.
 *
 * @param type the name of its family
 * @param inputs of a datum
 */
public record AnalyticModel(
    String type,
    ParamSpace parameters,
    int inputs,
    Likelihood likelihood,
    AnalyticFunction function)
    implements PlacedModel {
  public AnalyticModel {
    Check.atLeast("inputs", inputs, 1);
  }

  /** All parameters N(0, 1). */
  @Override
  public double[] initialise(RandomStream stream) {
    double[] w = new double[size()];
    stream.normals(0, 0, w, w.length);
    return w;
  }

  @Override
  public boolean isLinearInInputs() {
    return function.isLinearInInputs();
  }

  @Override
  public PlacedEvaluator placed(Kernels kernels, Places values, int capacity) {
    return new AnalyticEvaluator(kernels, this, values, capacity);
  }

  @Override
  public boolean isOnHost() {
    return true;
  }
}

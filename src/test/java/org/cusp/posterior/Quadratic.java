package org.cusp.posterior;

import java.util.Arrays;
import java.util.List;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;

/**
 * A loss that is exactly quadratic: linear regression on n = d examples, example i lying on axis i
 * at sqrt(n h_i), targets without noise. Then L(w) - L(w*) = 1/2 sum_i h_i (w_i - w*_i)^2.
 */
public record Quadratic(double[] curvatures, double nBeta, double gamma) {
  /** The posterior around w* = (1, 2, ...). */
  public Posterior posterior() {
    int d = curvatures.length;
    double[] x = new double[d * d];
    double[] y = new double[d];
    double[] centre = new double[d];
    for (int i = 0; i < d; i++) {
      centre[i] = i + 1;
      x[i * d + i] = Math.sqrt(d * curvatures[i]);
      y[i] = centre[i] * x[i * d + i];
    }
    DataSet data = new DataSet("quadratic", d, d, x, new Targets.Values(y, 1));
    DeepLinearNetwork model = new DeepLinearNetwork(List.of(d, 1), new Likelihood.Gaussian(1, 1));
    return new Posterior(model, data, centre, nBeta, gamma);
  }

  /** In tensor memory, in double precision. */
  public PosteriorTensors tensors(KernelProvider provider) {
    try (Workers workers = new Workers(1)) {
      return PosteriorTensors.of(posterior(), Precision.FLOAT64, provider, workers);
    }
  }

  /** The posterior precision A_i = nBeta h_i + gamma of every direction. */
  public double[] precisions() {
    return Arrays.stream(curvatures).map(h -> nBeta * h + gamma).toArray();
  }
}

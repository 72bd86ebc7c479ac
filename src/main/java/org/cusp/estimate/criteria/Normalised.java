package org.cusp.estimate.criteria;

import java.util.Arrays;
import java.util.Locale;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.DataLosses;
import org.cusp.model.Model;
import org.cusp.model.likelihood.Density;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;

/**
 * Whether exp(-loss) is a density of the targets: a constant that depends on w would change every
 * posterior, and one that does not every predictive loss. Gaussian and categorical likelihoods are
 * so by construction; a density that a model gives itself is integrated over its one target.
 */
public final class Normalised {
  private static final int NODES = 4001;
  private static final double REACH = 12;
  private static final double TOLERANCE = 0.01;

  private Normalised() {}

  /**
   * Checks the density at the first datum's inputs.
   *
   * @throws InvalidInput if it does not integrate to 1 within a hundredth
   */
  public static void require(
      Model model,
      DataSet data,
      double[] w,
      Precision precision,
      KernelProvider kernels,
      Workers workers) {
    model.likelihood().requireLogDensity("Bayes losses");
    boolean oneTarget = model.likelihood() instanceof Density density && density.targets() == 1;
    if (!oneTarget) {
      return;
    }
    double[] y = ((Targets.Values) data.targets()).values();
    double mean = Arrays.stream(y).average().orElse(0);
    double sd = Math.sqrt(Arrays.stream(y).map(v -> (v - mean) * (v - mean)).average().orElse(0));
    double scale = sd > 0 ? sd : 1;
    double[] nodes = new double[NODES];
    double[] weights = new double[NODES];
    double step = 2 * REACH / (NODES - 1);
    for (int k = 0; k < NODES; k++) {
      // Equal steps of t in y = mean + sd sinh(t) reach far and are fine near the data.
      double t = -REACH + k * step;
      nodes[k] = mean + scale * Math.sinh(t);
      weights[k] = scale * Math.cosh(t) * step;
    }
    double[] losses = losses(model, data, nodes, w, precision, kernels, workers);
    double total = 0;
    for (int k = 0; k < NODES; k++) {
      total += weights[k] * Math.exp(-losses[k]);
    }
    if (!(Math.abs(total - 1) <= TOLERANCE)) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "%s: exp(-loss) integrates to %.4g over the target, not to 1: criteria need a normalised likelihood",
              data.name(),
              total));
    }
  }

  private static double[] losses(
      Model model,
      DataSet data,
      double[] nodes,
      double[] w,
      Precision precision,
      KernelProvider kernels,
      Workers workers) {
    double[] x = new double[nodes.length * data.features()];
    for (int i = 0; i < nodes.length; i++) {
      System.arraycopy(data.x(), 0, x, i * data.features(), data.features());
    }
    DataSet grid =
        new DataSet(data.name(), nodes.length, data.features(), x, new Targets.Values(nodes, 1));
    return DataLosses.at(model, w, grid, precision, kernels, workers).perDatum();
  }
}

package org.cusp.problem;

import java.util.Arrays;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.AnalyticModel;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.problem.law.LayerProduct;

/** The mean loss of a problem's own model, datum by datum from its function. */
public final class OwnLoss {
  private final Problem problem;
  private final DataSet data;
  private final Targets.Values targets;

  public OwnLoss(Problem problem, DataSet data) {
    this.problem = problem;
    this.data = data;
    this.targets = (Targets.Values) data.targets();
  }

  public double at(double[] w) {
    double[][] map =
        problem.model() instanceof DeepLinearNetwork network
            ? new LayerProduct(network).at(w)
            : null;
    double sum = 0;
    for (int i = 0; i < data.n(); i++) {
      sum += ofDatum(i, w, map);
    }
    return sum / data.n();
  }

  /** The map is there for networks without a function. */
  private double ofDatum(int i, double[] w, double[][] map) {
    int width = targets.outputs();
    double[] x = Arrays.copyOfRange(data.x(), i * data.features(), (i + 1) * data.features());
    double[] y = Arrays.copyOfRange(targets.values(), i * width, (i + 1) * width);
    double[] out = new double[width];
    if (map == null) {
      ((AnalyticModel) problem.model()).function().outputs(w, x, y, out);
    } else {
      out = times(map, x);
    }
    if (!(problem.model().likelihood() instanceof Likelihood.Gaussian gaussian)) {
      return -out[0];
    }
    double sum = 0;
    for (int k = 0; k < width; k++) {
      double residual = (y[k] - out[k]) / gaussian.sigma();
      sum += residual * residual / 2 + Math.log(gaussian.sigma() * Math.sqrt(2 * Math.PI));
    }
    return sum;
  }

  private static double[] times(double[][] matrix, double[] x) {
    double[] y = new double[matrix.length];
    for (int k = 0; k < y.length; k++) {
      for (int j = 0; j < x.length; j++) {
        y[k] += matrix[k][j] * x[j];
      }
    }
    return y;
  }
}

package org.cusp.sampler.reference;

import java.util.List;
import java.util.Optional;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.Posterior;
import org.hipparchus.linear.BlockRealMatrix;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * The matrices W_L ... W_1 of a deep linear network in its vector of parameters, where all of them
 * are free, and what its data are to them.
 *
 * @param widths of inputs, hidden layers and outputs
 * @param sigma of the Gaussian noise
 * @param inputs X'X / n
 */
public record LinearStack(List<Integer> widths, double sigma, RealMatrix inputs) {
  public LinearStack {
    widths = List.copyOf(widths);
  }

  /** That of a posterior; empty where it is of another model. */
  public static Optional<LinearStack> of(Posterior posterior) {
    if (!(posterior.model() instanceof DeepLinearNetwork network)
        || !(network.likelihood() instanceof Likelihood.Gaussian noise)) {
      return Optional.empty();
    }
    return Optional.of(new LinearStack(network.widths(), noise.sigma(), moments(posterior)));
  }

  private static RealMatrix moments(Posterior posterior) {
    double[] x = posterior.data().x();
    int n = posterior.n();
    int d = x.length / n;
    double[][] sums = new double[d][d];
    for (int row = 0; row < n; row++) {
      for (int i = 0; i < d; i++) {
        double xi = x[row * d + i] / n;
        for (int j = 0; j <= i; j++) {
          sums[i][j] += xi * x[row * d + j];
        }
      }
    }
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < i; j++) {
        sums[j][i] = sums[i][j];
      }
    }
    return new BlockRealMatrix(sums);
  }

  /** The number L of matrices. */
  public int layers() {
    return widths.size() - 1;
  }

  /** Rows of matrix {@code layer}, from 0. */
  public int rows(int layer) {
    return widths.get(layer + 1);
  }

  public int columns(int layer) {
    return widths.get(layer);
  }

  /** Where it begins. */
  public int offset(int layer) {
    int offset = 0;
    for (int i = 0; i < layer; i++) {
      offset += rows(i) * columns(i);
    }
    return offset;
  }

  /** W of a layer, a copy. */
  RealMatrix weights(double[] w, int layer) {
    double[][] rows = new double[rows(layer)][columns(layer)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(w, offset(layer) + i * columns(layer), rows[i], 0, columns(layer));
    }
    return MatrixUtils.createRealMatrix(rows);
  }
}

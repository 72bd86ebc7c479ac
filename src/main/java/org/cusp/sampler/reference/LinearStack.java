package org.cusp.sampler.reference;

import java.util.List;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.tensor.dense.Matrix;

/**
 * The matrices W_L ... W_1 of a deep linear network in its vector of parameters, where all of them
 * are free, and what its data are to them.
 *
 * @param widths of inputs, hidden layers and outputs
 * @param sigma of the Gaussian noise
 * @param inputs X'X / n
 * @param cross Y'X / n
 */
public record LinearStack(List<Integer> widths, double sigma, Matrix inputs, Matrix cross) {
  public LinearStack {
    widths = List.copyOf(widths);
  }

  /** Whether a posterior is of such a network, with a localisation. */
  public static boolean isOf(Posterior posterior) {
    return posterior.model() instanceof DeepLinearNetwork
        && posterior.model().likelihood() instanceof Likelihood.Gaussian
        && posterior.gamma() > 0;
  }

  /** Whether such a network has a layer between inputs and outputs. */
  public static boolean hasHidden(Posterior posterior) {
    return ((DeepLinearNetwork) posterior.model()).widths().size() > 2;
  }

  /** That of a pass, of whose posterior {@link #isOf} is true. */
  public static LinearStack of(PosteriorPass pass) {
    Posterior posterior = pass.posterior();
    DeepLinearNetwork network = (DeepLinearNetwork) posterior.model();
    double sigma = ((Likelihood.Gaussian) network.likelihood()).sigma();
    DataSet data = pass.examples();
    Targets.Values targets = (Targets.Values) data.targets();
    Matrix x = new Matrix(data.n(), data.features(), data.x());
    Matrix y = new Matrix(data.n(), targets.outputs(), targets.values());
    double share = 1.0 / data.n();
    Matrix inputs = x.transposedTimes(x);
    Matrix cross = y.transposedTimes(x);
    return new LinearStack(
        network.widths(), sigma, inputs.plus(share, 0, inputs), cross.plus(share, 0, cross));
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

  /** W of every layer, copies. */
  public Matrix[] weights(double[] w) {
    Matrix[] weights = new Matrix[layers()];
    for (int layer = 0; layer < weights.length; layer++) {
      weights[layer] = Matrix.of(w, offset(layer), rows(layer), columns(layer));
    }
    return weights;
  }

  /** As one vector. */
  public double[] vector(Matrix[] weights) {
    double[] w = new double[offset(layers())];
    for (int layer = 0; layer < weights.length; layer++) {
      double[] part = weights[layer].values();
      System.arraycopy(part, 0, w, offset(layer), part.length);
    }
    return w;
  }
}

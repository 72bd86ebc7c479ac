package org.cusp.estimate.influence;

import org.cusp.contract.Check;
import org.cusp.data.DataSet;
import org.cusp.model.Evaluator;
import org.cusp.model.Model;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.dense.Matrix;

/**
 * The classical influence function by the curvature at w*, damped by the localisation:
 *
 * <pre>  IF(i, j) = -g_i' A^-1 g_j,   A = nBeta H + gamma I,</pre>
 *
 * with g the gradient of a datum's loss and H the Hessian of L_n, both at w*: the Bayesian
 * influence of a posterior that were Gaussian, of losses that were linear. H is whole, by central
 * differences of gradients in double, two for each parameter: for networks of a few thousand
 * parameters.
 *
 * <p>Source: P. W. Koh, P. Liang, "Understanding black-box predictions via influence functions",
 * ICML 2017, arXiv:1703.04730.
 *
 * @param nBeta of the posterior beside which it stands
 * @param gamma likewise
 */
public record CurvatureInfluence(
    Model model, double[] w, double nBeta, double gamma, KernelProvider provider) {
  private static final int MOST_PARAMETERS = 5000;

  /** Where the errors of truncation and of rounding meet in double. */
  private static final double DISTANCE = 1e-5;

  public CurvatureInfluence {
    Check.inRange("parameters of a whole Hessian", w.length, 1, MOST_PARAMETERS);
  }

  /** Of every datum on every query, in nats squared; negative where the datum helps. */
  public Matrix of(DataSet data, DataSet queries) {
    Matrix own = gradients(data);
    Matrix asked = gradients(queries);
    Matrix a = hessian(data).plus(nBeta, gamma, Matrix.identity(w.length));
    Matrix solved = a.solve(asked.transposed()).solution();
    Matrix product = own.times(solved);
    return product.plus(-1, 0, product);
  }

  /** Of the loss of each datum, [datum, parameter]. */
  private Matrix gradients(DataSet data) {
    Matrix all = Matrix.zeros(data.n(), w.length);
    try (At at = new At(data, 1)) {
      for (int i = 0; i < data.n(); i++) {
        double[] gradient = at.gradient(w, at.data.slice(i, 1));
        System.arraycopy(gradient, 0, all.values(), i * w.length, w.length);
      }
    }
    return all;
  }

  private Matrix hessian(DataSet data) {
    Matrix h = Matrix.zeros(w.length, w.length);
    try (At at = new At(data, data.n())) {
      Batch whole = at.data.slice(0, data.n());
      for (int k = 0; k < w.length; k++) {
        double[] moved = w.clone();
        moved[k] = w[k] + DISTANCE;
        double[] up = at.gradient(moved, whole);
        moved[k] = w[k] - DISTANCE;
        double[] down = at.gradient(moved, whole);
        for (int l = 0; l < w.length; l++) {
          h.values()[k * w.length + l] = (up[l] - down[l]) / (2 * DISTANCE);
        }
      }
    }
    return h.plus(0.5, 0.5, h.transposed());
  }

  /** Gradients on one data set. */
  private final class At implements AutoCloseable {
    private final TensorData data;
    private final Slab row;
    private final Slab gradient;
    private final Slab losses;
    private final Evaluator evaluator;

    At(DataSet set, int batch) {
      this.data = TensorData.of(set, provider.memory(), Precision.FLOAT64);
      this.row = Slab.row(provider.memory(), Precision.FLOAT64, w);
      this.gradient = row.zerosBeside(1, w.length);
      this.losses = row.doublesBeside(1, batch);
      this.evaluator = model.evaluator(provider.create(), row, batch);
    }

    double[] gradient(double[] at, Batch batch) {
      row.setRow(0, at);
      evaluator.lossesAndGradient(batch, gradient, losses);
      return gradient.getRow(0);
    }

    @Override
    public void close() {
      evaluator.close();
      losses.close();
      gradient.close();
      row.close();
      data.close();
    }
  }
}

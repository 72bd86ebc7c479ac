package org.cusp.sampler.reference;

import org.cusp.rng.RandomStream;
import org.cusp.tensor.dense.Matrix;

/**
 * Gibbs steps of a deep linear network: given all other matrices, W_l is Gaussian. With B = W_L ...
 * W_(l+1), A = W_(l-1) ... W_1 and kappa = nBeta / sigma^2 its precision is
 *
 * <pre>
 * kappa (A S A') (x) (B'B) + gamma,   S = X'X / n
 * and precision times mean = kappa B' C A' + gamma W_l*,   C = Y'X / n
 * </pre>
 *
 * so that in the eigenbases of A S A' and B'B its entries are independent. Nothing is rejected and
 * nothing is tuned, however stiff the loss is.
 *
 * <p>Source: R. Salakhutdinov, A. Mnih, "Bayesian probabilistic matrix factorization using Markov
 * chain Monte Carlo", ICML 2008, for two matrices.
 *
 * @param kappa nBeta / sigma^2
 * @param gamma of the localisation, above 0
 * @param centre W* of every layer
 */
public record LayerSweep(LinearStack stack, double kappa, double gamma, Matrix[] centre) {
  /** Which layer comes first. */
  public enum Order {
    UPWARD,
    DOWNWARD
  }

  /**
   * Draws every layer anew, given the others as they are then.
   *
   * @param w (Modified) W of every layer
   * @param t addresses the random numbers: as many as there are parameters
   */
  public void run(Matrix[] w, Order order, RandomStream noise, long t) {
    if (order == Order.UPWARD) {
      upward(w, noise, t);
    } else {
      downward(w, noise, t);
    }
  }

  private void upward(Matrix[] w, RandomStream noise, long t) {
    int layers = w.length;
    Matrix[] after = new Matrix[layers];
    after[layers - 1] = Matrix.identity(stack.rows(layers - 1));
    for (int l = layers - 1; l > 0; l--) {
      after[l - 1] = after[l].times(w[l]);
    }
    Before before = new Before(stack.inputs(), stack.cross());
    for (int l = 0; l < layers; l++) {
      w[l] = drawn(l, before, after[l], noise, t);
      before = before.through(w[l]);
    }
  }

  private void downward(Matrix[] w, RandomStream noise, long t) {
    int layers = w.length;
    Before[] before = new Before[layers];
    before[0] = new Before(stack.inputs(), stack.cross());
    for (int l = 0; l + 1 < layers; l++) {
      before[l + 1] = before[l].through(w[l]);
    }
    Matrix after = Matrix.identity(stack.rows(layers - 1));
    for (int l = layers - 1; l >= 0; l--) {
      w[l] = drawn(l, before[l], after, noise, t);
      after = after.times(w[l]);
    }
  }

  /**
   * What comes into a layer.
   *
   * @param inputs A S A'
   * @param cross C A'
   */
  private record Before(Matrix inputs, Matrix cross) {
    Before through(Matrix w) {
      return new Before(w.times(inputs).timesTransposed(w), cross.timesTransposed(w));
    }
  }

  private Matrix drawn(int layer, Before before, Matrix after, RandomStream noise, long t) {
    Matrix.Eigen ofOutputs = after.transposedTimes(after).eigen();
    Matrix.Eigen ofInputs = before.inputs().eigen();
    Matrix pull = after.transposedTimes(before.cross()).plus(kappa, gamma, centre[layer]);
    Matrix inside = ofOutputs.vectors().transposedTimes(pull).times(ofInputs.vectors());
    double[] z = new double[inside.values().length];
    noise.normals(t, stack.offset(layer), z, z.length);
    int columns = inside.columns();
    for (int i = 0; i < z.length; i++) {
      double stiff =
          Math.max(0, ofOutputs.values()[i / columns])
              * Math.max(0, ofInputs.values()[i % columns]);
      double precision = kappa * stiff + gamma;
      z[i] = inside.values()[i] / precision + z[i] / Math.sqrt(precision);
    }
    Matrix entries = new Matrix(inside.rows(), columns, z);
    return ofOutputs.vectors().times(entries).timesTransposed(ofInputs.vectors());
  }
}

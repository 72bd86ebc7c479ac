package org.cusp.posterior;

import org.cusp.model.Evaluator;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/**
 * The loss l of one datum, added with a weight t to those of a posterior: chains then sample
 *
 * <pre>p_t(w) proportional to exp( - nBeta L_n(w) - t l(w) - (gamma/2) |w - w*|^2 ),</pre>
 *
 * with t from 0, the posterior itself, to 1, the posterior with one datum more; or down to -beta,
 * that without a datum which it has seen.
 */
public final class Tilt implements AutoCloseable {
  private final Evaluator evaluator;
  private final Batch datum;
  private final Kernels kernels;
  private final double nBeta;
  private final double reference;
  private final Slab losses;
  private final Slab own;
  private double weight;

  /**
   * @param w of the pass, all chains at w*
   */
  Tilt(Posterior posterior, TensorData data, int row, Kernels kernels, Slab w) {
    this.kernels = kernels;
    this.nBeta = posterior.nBeta();
    this.evaluator = posterior.model().evaluator(kernels, w, 1);
    this.datum = data.slice(row, 1);
    this.losses = w.doublesBeside(w.rows(), 1);
    this.own = w.zerosBeside(w.rows(), w.columns());
    evaluator.losses(datum, losses);
    this.reference = losses.getRow(0)[0];
  }

  /** l(w*), in nats. */
  public double reference() {
    return reference;
  }

  /** From the next evaluation of the pass on. */
  public void weigh(double t) {
    weight = t;
  }

  /** l(w) - l(w*) of each chain, where the chains are, in nats. */
  public double[] energies() {
    evaluator.losses(datum, losses);
    double[] energies = losses.values();
    for (int chain = 0; chain < energies.length; chain++) {
      energies[chain] -= reference;
    }
    return energies;
  }

  /** Adds t l / nBeta to a mean loss less that at w*, and to its gradient. */
  void add(Slab gradient, double[] deltaLoss) {
    if (weight == 0) {
      return;
    }
    evaluator.lossesAndGradient(datum, own, losses);
    kernels.accumulate(gradient, 1, own, weight / nBeta);
    double[] found = losses.values();
    for (int chain = 0; chain < found.length; chain++) {
      deltaLoss[chain] += weight / nBeta * (found[chain] - reference);
    }
  }

  @Override
  public void close() {
    evaluator.close();
    own.close();
    losses.close();
  }
}

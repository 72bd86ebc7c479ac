package org.cusp.posterior;

import java.util.List;
import org.cusp.model.Evaluator;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Move;
import org.cusp.tensor.Slab;
import org.cusp.tensor.update.Term;
import org.cusp.tensor.update.Update;

/**
 * The loss l of one datum, added with a weight t to those of a posterior: chains then sample
 *
 * <pre>p_t(w) proportional to exp( - nBeta L_n(w) - t l(w) - (gamma/2) |w - w*|^2 ),</pre>
 *
 * with t from 0, the posterior itself, to 1, the posterior with one datum more; or down to -beta,
 * that without a datum which it has seen.
 */
public final class Tilt implements AutoCloseable {
  /** Operands: a loss difference, the loss of the datum; factors: its weight, its reference. */
  private static final Update TILTED =
      Update.named("tilted")
          .set(0, Term.value(0).plus(Term.factor(0).times(Term.value(1).minus(Term.factor(1)))));

  private final Evaluator evaluator;
  private final Batch datum;
  private final Kernels kernels;
  private final double nBeta;
  private final double reference;
  private final TensorData.Slices data;
  private final Slab losses;
  private final Slab own;
  private List<Move> moves = List.of();
  private double weight;

  /**
   * @param w of the pass, all chains at w*
   */
  Tilt(Posterior posterior, TensorData data, int row, Kernels kernels, Slab w) {
    this.kernels = kernels;
    this.nBeta = posterior.nBeta();
    this.evaluator = posterior.model().evaluator(kernels, w, 1);
    this.data = data.slices(1);
    this.datum = this.data.of(row, 1);
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
    if (!moves.isEmpty()) {
      setFactors();
    }
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
  void add(Slab gradient, Slab deltaLoss) {
    if (weight == 0) {
      return;
    }
    evaluator.lossesAndGradient(datum, own, losses);
    if (moves.isEmpty()) {
      moves =
          List.of(
              Move.of(Update.LINEAR, new double[] {1, 0}, gradient, own),
              Move.of(TILTED, new double[] {0, reference}, deltaLoss, losses));
      setFactors();
    }
    moves.forEach(kernels::update);
  }

  private void setFactors() {
    moves.get(0).set(new double[] {1, weight / nBeta});
    moves.get(1).set(new double[] {weight / nBeta, reference});
  }

  @Override
  public void close() {
    evaluator.close();
    data.close();
    own.close();
    moves.forEach(Move::close);
    losses.close();
  }
}

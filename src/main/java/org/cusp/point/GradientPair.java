package org.cusp.point;

import org.cusp.numerics.Vectors;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * Loss and gradient over all data at two parameters at a time, one thread for each: what a central
 * difference needs.
 */
final class GradientPair implements AutoCloseable {
  private final PosteriorPass[] passes = new PosteriorPass[2];
  private final double[][] deltaLoss = new double[2][1];
  private final double[][] gradients = new double[2][];
  private final Workers workers;
  private long evaluations;

  GradientPair(PosteriorTensors shared, KernelProvider provider, Workers workers) {
    this.workers = workers;
    Posterior posterior = shared.posterior();
    BatchPlan all = new BatchPlan(0, posterior.n(), posterior.n());
    for (int side = 0; side < 2; side++) {
      passes[side] = new PosteriorPass(shared, all, provider.create(), side, 1);
    }
  }

  /** Evaluates {@code w + distance direction} as side 0 and {@code w - distance direction} as 1. */
  void around(double[] w, double[] direction, double distance) {
    evaluate(moved(w, distance, direction), moved(w, -distance, direction));
  }

  /** Evaluates two parameters, as side 0 and side 1. */
  void evaluate(double[] first, double[] second) {
    workers.run(2, side -> evaluate(side, side == 0 ? first : second));
    evaluations += 2;
  }

  /** {@code w + distance direction}. */
  static double[] moved(double[] w, double distance, double[] direction) {
    double[] moved = w.clone();
    Vectors.add(moved, distance, direction);
    return moved;
  }

  private void evaluate(int side, double[] w) {
    passes[side].w().setRow(0, w);
    passes[side].evaluateAll(deltaLoss[side]);
    gradients[side] = passes[side].gradient().getRow(0);
  }

  /** L_n(w) - L_n(w*) of a side, in nats per datum. */
  double deltaLoss(int side) {
    return deltaLoss[side][0];
  }

  /** The gradient of L_n of a side. */
  double[] gradient(int side) {
    return gradients[side];
  }

  /** How many gradients over all data have been computed. */
  long evaluations() {
    return evaluations;
  }

  @Override
  public void close() {
    passes[0].close();
    passes[1].close();
  }
}

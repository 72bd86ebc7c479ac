package org.cusp.posterior;

import java.util.Arrays;
import org.cusp.data.Minibatches;
import org.cusp.model.Evaluator;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/**
 * L_B(w) - L_B(w*) with the plan's estimate of the gradient of L_n, on a batch of its own for each
 * chain of a pass.
 */
final class MinibatchLoss implements AutoCloseable {
  private final PosteriorTensors shared;
  private final Kernels kernels;
  private final BatchPlan plan;
  private final Evaluator evaluator;
  private final BatchCorrection correction;
  private final Minibatches[] batches;
  private final TensorData.Gathered gathered;
  private final int[] rows;
  private final Slab losses;
  private final Slab sums;

  MinibatchLoss(PosteriorTensors shared, BatchPlan plan, Kernels kernels, Slab w, int firstChain) {
    this.shared = shared;
    this.kernels = kernels;
    this.plan = plan;
    int chains = w.rows();
    this.evaluator = shared.posterior().model().evaluator(kernels, w, plan.size());
    this.correction = BatchCorrection.of(shared, plan, kernels, chains);
    this.batches = new Minibatches[chains];
    Arrays.setAll(batches, i -> plan.of(firstChain + i));
    this.gathered = shared.data().gathered(chains, plan.size());
    this.rows = new int[plan.size()];
    this.losses = w.doublesBeside(chains, plan.size());
    this.sums = w.doublesBeside(chains, 1);
  }

  /**
   * Loss and gradient estimate on the batch of step t.
   *
   * @param gradient (Output) [chains, P]
   * @param deltaLoss (Output) for each chain the mean over its batch of the loss at w less the loss
   *     at w* of the same data: most of the noise of a minibatch cancels
   */
  void evaluate(long t, Slab gradient, double[] deltaLoss) {
    Batch batch = batch(t);
    evaluator.lossesAndGradient(batch, gradient, losses);
    correction.apply(batch, gradient);
    kernels.accumulate(sums, 0, sums, 0);
    kernels.addExcess(losses, plan.size(), shared.reference(), gathered.rows(), sums);
    double[] found = sums.values();
    for (int chain = 0; chain < deltaLoss.length; chain++) {
      deltaLoss[chain] = found[chain] / plan.size();
    }
  }

  private Batch batch(long t) {
    for (int chain = 0; chain < batches.length; chain++) {
      batches[chain].fill(t, rows);
      gathered.numbers().setRow(chain, rows);
    }
    return gathered.gather(kernels);
  }

  @Override
  public void close() {
    evaluator.close();
    correction.close();
    gathered.close();
    losses.close();
    sums.close();
  }
}

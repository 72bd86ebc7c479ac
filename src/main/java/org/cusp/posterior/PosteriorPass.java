package org.cusp.posterior;

import java.util.Arrays;
import org.cusp.data.Minibatches;
import org.cusp.model.Batch;
import org.cusp.model.Evaluator;
import org.cusp.model.TensorData;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/**
 * A posterior bound to the parameters of some chains: what a sampler asks. Used by one thread at a
 * time.
 */
public final class PosteriorPass implements AutoCloseable {
  private final PosteriorTensors shared;
  private final Kernels kernels;
  private final Slab w;
  private final Slab gradient;
  private final Evaluator evaluator;
  private final BatchCorrection correction;
  private final BatchPlan plan;
  private final Minibatches[] batches;
  private final TensorData.Gathered gathered;
  private final Batch allData;
  private final int[][] rows;
  private final double[][] losses;

  /**
   * Chains {@code firstChain .. firstChain + count - 1}, all at w*.
   *
   * @param kernels used by this pass alone
   */
  public PosteriorPass(
      PosteriorTensors shared, BatchPlan plan, Kernels kernels, int firstChain, int count) {
    this.shared = shared;
    this.kernels = kernels;
    this.plan = plan;
    double[] centre = shared.posterior().centre();
    this.w = Slab.repeat(shared.centre().precision(), count, centre);
    this.gradient = Slab.zeros(shared.centre().precision(), count, centre.length);
    this.evaluator = shared.posterior().model().evaluator(kernels, w, plan.size());
    this.correction = BatchCorrection.of(shared, plan, kernels, count);
    this.batches = new Minibatches[count];
    Arrays.setAll(batches, i -> plan.of(firstChain + i));
    this.gathered = plan.isFull() ? null : shared.data().gathered(count, plan.size());
    this.allData = shared.data().slice(0, plan.size());
    this.rows = new int[count][plan.size()];
    this.losses = new double[count][plan.size()];
    for (int i = 0; i < count; i++) {
      batches[i].fill(0, rows[i]);
    }
  }

  public Posterior posterior() {
    return shared.posterior();
  }

  public Kernels kernels() {
    return kernels;
  }

  /** The chains' parameters [chains, P]; a sampler moves them. */
  public Slab w() {
    return w;
  }

  /**
   * The plan's estimate of the gradient of the mean loss at the last {@link #evaluate}, [chains,
   * P].
   */
  public Slab gradient() {
    return gradient;
  }

  /** w* [1, P]. */
  public Slab centre() {
    return shared.centre();
  }

  /** The number of chains of this pass. */
  public int chains() {
    return w.rows();
  }

  /**
   * Loss and gradient estimate on the batch of step t.
   *
   * @param deltaLoss (Output) for each chain the mean over its batch of the loss at w less the loss
   *     at w* of the same data, in nats per datum: most of the noise of a minibatch cancels
   */
  public void evaluate(long t, double[] deltaLoss) {
    Batch batch = batch(t);
    evaluator.lossesAndGradient(batch, gradient, losses);
    correction.apply(batch, gradient);
    double[] reference = shared.centreLosses().perDatum();
    for (int chain = 0; chain < deltaLoss.length; chain++) {
      double sum = 0;
      for (int i = 0; i < plan.size(); i++) {
        sum += losses[chain][i] - reference[rows[chain][i]];
      }
      deltaLoss[chain] = sum / plan.size();
    }
  }

  private Batch batch(long t) {
    if (plan.isFull()) {
      return allData;
    }
    for (int chain = 0; chain < rows.length; chain++) {
      batches[chain].fill(t, rows[chain]);
    }
    return gathered.fill(kernels, rows);
  }

  @Override
  public void close() {
    evaluator.close();
    correction.close();
    w.close();
    gradient.close();
    if (gathered != null) {
      gathered.close();
    }
  }
}

package org.cusp.posterior;

import org.cusp.clock.Deadline;
import org.cusp.model.batch.TensorData;
import org.cusp.tensor.Clock;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/**
 * A posterior bound to the parameters of some chains: what a sampler asks. Used by one thread at a
 * time. The memory of a way to evaluate is taken when it is first asked for.
 */
public final class PosteriorPass implements AutoCloseable {
  private final PosteriorTensors shared;
  private final Kernels kernels;
  private final BatchPlan plan;
  private final int firstChain;
  private final Slab w;
  private final Slab gradient;
  private final Clock clock;
  private AllDataLoss allData;
  private MinibatchLoss minibatch;
  private Tilt tilt;
  private long evaluations;
  private Deadline deadline;

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
    this.firstChain = firstChain;
    this.deadline = shared.deadline();
    double[] centre = shared.posterior().centre();
    this.w = shared.centre().repeatBeside(count, centre);
    this.gradient = shared.centre().zerosBeside(count, centre.length);
    this.clock = Clock.in(w.memory());
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

  /** The gradient of the mean loss, or its estimate, at the last evaluation, [chains, P]. */
  public Slab gradient() {
    return gradient;
  }

  /** w* [1, P]. */
  public Slab centre() {
    return shared.centre();
  }

  /** The time that its noise and batches are addressed by. */
  public Clock clock() {
    return clock;
  }

  /** The number of chains of this pass. */
  public int chains() {
    return w.rows();
  }

  /**
   * Adds the loss of a datum, with weight 0 until another is given, to what {@link #evaluateAll}
   * computes. To be called once, while the chains are at w*.
   */
  public Tilt tilt(TensorData data, int row) {
    tilt = new Tilt(posterior(), data, row, kernels, w);
    return tilt;
  }

  /**
   * Loss and gradient estimate on the batch of step t; on all data where the plan says so.
   *
   * @param deltaLoss (Output) for each chain the mean over its batch of the loss at w less the loss
   *     at w* of the same data, in nats per datum
   * @throws org.cusp.clock.TimeIsUp where the deadline has passed
   */
  public void evaluate(long t, double[] deltaLoss) {
    clock.set(t);
    if (plan.isFull()) {
      evaluateAll(deltaLoss);
      return;
    }
    deadline.require();
    if (minibatch == null) {
      minibatch = new MinibatchLoss(shared, plan, kernels, w, firstChain);
    }
    minibatch.evaluate(clock, gradient, deltaLoss);
    evaluations++;
  }

  /**
   * Loss and gradient on all data.
   *
   * @param deltaLoss (Output) L_n(w) - L_n(w*) of each chain, in nats per datum
   * @throws org.cusp.clock.TimeIsUp where the deadline has passed, between two slices of the data
   *     too: then the gradient is of no use
   */
  public void evaluateAll(double[] deltaLoss) {
    if (allData == null) {
      allData = new AllDataLoss(shared, kernels, w);
    }
    allData.evaluate(gradient, deltaLoss, deadline);
    if (tilt != null) {
      tilt.add(gradient, deltaLoss);
    }
    evaluations++;
  }

  /** From now on another deadline holds. */
  public void until(Deadline end) {
    deadline = end;
  }

  /** How often loss and gradient of a chain have been computed, on a batch or on all data. */
  public long evaluations() {
    return evaluations;
  }

  @Override
  public void close() {
    if (allData != null) {
      allData.close();
    }
    if (minibatch != null) {
      minibatch.close();
    }
    if (tilt != null) {
      tilt.close();
    }
    w.close();
    gradient.close();
    clock.close();
  }
}

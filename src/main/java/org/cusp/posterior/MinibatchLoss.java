package org.cusp.posterior;

import java.util.Optional;
import java.util.stream.IntStream;
import org.cusp.model.Evaluator;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.tensor.BatchOrders;
import org.cusp.tensor.Clock;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Rows;
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
  private final BatchOrders orders;
  private final TensorData.Gathered gathered;
  private final Rows rows;
  private final Slab losses;
  private Optional<Means> moves = Optional.empty();

  MinibatchLoss(PosteriorTensors shared, BatchPlan plan, Kernels kernels, Slab w, int firstChain) {
    this.shared = shared;
    this.kernels = kernels;
    this.plan = plan;
    int chains = w.rows();
    this.evaluator = shared.posterior().model().evaluator(kernels, w, plan.size());
    this.correction = BatchCorrection.of(shared, plan, kernels, chains);
    this.orders =
        new BatchOrders(
            w.memory(),
            plan.n(),
            plan.size(),
            IntStream.range(0, chains).mapToObj(i -> plan.of(firstChain + i)).toList());
    this.gathered = shared.data().gathered(chains, plan.size());
    this.rows = gathered.rows();
    this.losses = w.doublesBeside(chains, plan.size());
  }

  /**
   * Loss and gradient estimate on the batch of a step.
   *
   * @param clock the step
   * @param gradient (Output) [chains, P]
   * @param deltaLoss (Output) for each chain the mean over its batch of the loss at w less the loss
   *     at w* of the same data: most of the noise of a minibatch cancels
   */
  void evaluate(Clock clock, Slab gradient, Slab deltaLoss) {
    kernels.batchRows(orders, clock, 0, gathered.numbers());
    Batch batch = gathered.gather(kernels);
    evaluator.lossesAndGradient(batch, gradient, losses);
    correction.apply(batch, gradient);
    if (moves.isEmpty()) {
      moves = Optional.of(Means.of(deltaLoss, plan.size()));
    }
    kernels.update(moves.get().clear());
    kernels.addExcess(losses, plan.size(), shared.reference(), rows, deltaLoss);
    kernels.update(moves.get().divide());
  }

  /** Between two steps: what the batch of time t is drawn from. */
  void prepare(long t) {
    orders.prepare(t);
  }

  @Override
  public void close() {
    evaluator.close();
    correction.close();
    gathered.close();
    orders.close();
    losses.close();
    moves.ifPresent(Means::close);
  }
}

package org.cusp.posterior;

import java.util.stream.IntStream;
import org.cusp.model.batch.TensorData;
import org.cusp.tensor.BatchOrders;
import org.cusp.tensor.Clock;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/**
 * L_B(w) - L_B(w*) with the plan's estimate of the gradient of L_n, on a batch of its own for each
 * chain of a pass.
 */
final class MinibatchLoss implements AutoCloseable {
  private final Kernels kernels;
  private final BatchOrders orders;
  private final TensorData.Gathered gathered;
  private final BatchExcess excess;

  MinibatchLoss(PosteriorTensors shared, BatchPlan plan, Kernels kernels, Slab w, int firstChain) {
    this.kernels = kernels;
    int chains = w.rows();
    this.orders =
        new BatchOrders(
            w.memory(),
            plan.n(),
            plan.size(),
            IntStream.range(0, chains).mapToObj(i -> plan.of(firstChain + i)).toList());
    this.gathered = shared.data().gathered(chains, plan.size());
    this.excess = BatchExcess.of(shared, plan, kernels, w, gathered.rows());
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
    excess.evaluate(gathered.gather(kernels), gradient, deltaLoss);
  }

  /** Between two steps: what the batch of time t is drawn from. */
  void prepare(long t) {
    orders.prepare(t);
  }

  @Override
  public void close() {
    excess.close();
    gathered.close();
    orders.close();
  }
}

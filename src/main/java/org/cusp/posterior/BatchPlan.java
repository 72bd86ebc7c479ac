package org.cusp.posterior;

import org.cusp.contract.Check;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.BatchOrders;

/**
 * Which examples a chain looks at in a step, a pure function of (seed, chain, step), and how it
 * estimates the gradient from them.
 *
 * @param size examples in a batch; n for all of them, in order
 * @param estimate of the gradient over all n data
 */
public record BatchPlan(long seed, int n, int size, GradientEstimate estimate) {
  public BatchPlan {
    Check.inRange("batch", size, 1, n);
  }

  /** With the gradient of the batch as it is. */
  public BatchPlan(long seed, int n, int size) {
    this(seed, n, size, new GradientEstimate.Plain());
  }

  /** Whether every step uses all data. */
  public boolean isFull() {
    return size == n;
  }

  /** The order in which a chain goes through the data. */
  BatchOrders.Order of(int chain) {
    return BatchOrders.shuffled(RandomStream.of(seed, Purpose.SAMPLING_BATCH, chain), n);
  }
}

package org.cusp.posterior;

import org.cusp.contract.Check;
import org.cusp.data.Minibatches;
import org.cusp.rng.Permutation;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * Which examples a chain looks at in a step: a pure function of (seed, chain, step).
 *
 * @param size examples in a batch; n for all of them, in order
 */
public record BatchPlan(long seed, int n, int size) {
  public BatchPlan {
    Check.inRange("batch", size, 1, n);
  }

  /** Whether every step uses all data. */
  public boolean isFull() {
    return size == n;
  }

  Minibatches of(int chain) {
    Permutation order = new Permutation(RandomStream.of(seed, Purpose.SAMPLING_BATCH, chain), n);
    return new Minibatches(n, size, order::at);
  }
}

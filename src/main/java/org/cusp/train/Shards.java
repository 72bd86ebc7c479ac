package org.cusp.train;

/**
 * How a minibatch is cut for several threads: a function of the sizes alone, so that the sums, and
 * with them the weights, do not depend on the number of threads.
 *
 * @param batch examples
 * @param count parts, nearly equal
 */
record Shards(int batch, int count) {
  private static final int MOST = 8;
  private static final int FEWEST_EXAMPLES = 64;

  /**
   * Gradients of so many parameters leave the cache: each shard writes one and the sum reads it
   * again, some 3 ns for a parameter beside 0.1 for each example. Threads beyond the shards share
   * their products ({@link org.cusp.tensor.Crew}).
   */
  private static final int LARGE = 1 << 18;

  private static final int FEWEST_EXAMPLES_OF_LARGE = 256;

  /** Below so many operations in a shard, waking a thread costs as much as it saves. */
  private static final double FEWEST_OPERATIONS = 2e7;

  /** Multiplications and additions for each weight and example, forward and backward. */
  private static final double OPERATIONS = 6;

  static Shards of(int batch, int parameters) {
    double byWork = OPERATIONS * parameters * batch / FEWEST_OPERATIONS;
    int fewest = parameters < LARGE ? FEWEST_EXAMPLES : FEWEST_EXAMPLES_OF_LARGE;
    int count = (int) Math.min(Math.min(MOST, batch / fewest), byWork);
    return new Shards(batch, Math.max(1, count));
  }

  int from(int shard) {
    return (int) ((long) batch * shard / count);
  }

  int size(int shard) {
    return from(shard + 1) - from(shard);
  }

  double weight(int shard) {
    return size(shard) / (double) batch;
  }
}

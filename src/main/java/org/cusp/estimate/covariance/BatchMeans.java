package org.cusp.estimate.covariance;

/**
 * Means of some numbers of each draw, with their errors from the means of batches:
 *
 * <pre>
 *   m    = mean_k S_k,   S_k the mean over batch k of K
 *   se^2 = sum_k (S_k - m)^2 / (K (K - 1))
 *   effective draws = Var / se^2
 * </pre>
 *
 * <p>Batch means: J. Flegal, G. Jones, Annals of Statistics 38 (2010) 1034-1070,
 * doi:10.1214/09-AOS735. Draws are added in their order.
 */
final class BatchMeans {
  private final double[] batch;
  private final double[] sum;
  private final double[] sumOfSquares;
  private final double[] squares;
  private long drawsOfBatch;
  private long draws;
  private int batches;

  BatchMeans(int numbers) {
    this.batch = new double[numbers];
    this.sum = new double[numbers];
    this.sumOfSquares = new double[numbers];
    this.squares = new double[numbers];
  }

  /**
   * What belongs to a block of one batch.
   *
   * @param sums over its draws
   * @param squared sums of the squares over its draws
   */
  void add(double[] sums, double[] squared, int count) {
    for (int i = 0; i < batch.length; i++) {
      batch[i] += sums[i];
      squares[i] += squared[i];
    }
    drawsOfBatch += count;
  }

  void endBatch() {
    for (int i = 0; i < batch.length; i++) {
      double mean = batch[i] / drawsOfBatch;
      sum[i] += mean;
      sumOfSquares[i] += mean * mean;
      batch[i] = 0;
    }
    draws += drawsOfBatch;
    drawsOfBatch = 0;
    batches++;
  }

  double mean(int i) {
    return sum[i] / batches;
  }

  /** NaN of a single batch. */
  double se(int i) {
    double mean = mean(i);
    double spread = Math.max(0, sumOfSquares[i] - batches * mean * mean);
    return Math.sqrt(spread / (batches * (batches - 1.0)));
  }

  /** How many independent draws would do as well; 0 of a number that never changes. */
  double effective(int i) {
    double se = se(i);
    double variance = squares[i] / draws - mean(i) * mean(i);
    return se > 0 ? variance / (se * se) : 0;
  }
}

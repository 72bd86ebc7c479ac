package org.cusp.estimate.covariance;

import org.cusp.tensor.dense.Matrix;

/**
 * Variances of the draws along directions, each with its error.
 *
 * @param value d' C d
 * @param se its standard error, from the means of batches
 * @param effective draws that it rests on
 */
record Variances(double[] value, double[] se, double[] effective) {
  /**
   * Along the columns of a matrix, over the draws of some chains.
   *
   * @param places of the parameters that its rows are of
   * @param directions [parameter, direction]
   */
  static Variances along(
      Sampled sampled, int[] places, Matrix directions, int fromChain, int toChain) {
    BatchMeans means = new BatchMeans(directions.columns());
    sampled.each(
        fromChain,
        toChain,
        block ->
            add(
                means,
                Sampled.columns(block.draws(), places).times(directions),
                block.endsBatch()));
    return of(means, directions.columns());
  }

  /** Squares of coordinates, [draw, direction]. */
  static void add(BatchMeans means, Matrix coordinates, boolean endsBatch) {
    int count = coordinates.columns();
    double[] squares = new double[count];
    double[] fourths = new double[count];
    double[] y = coordinates.values();
    for (int i = 0; i < y.length; i++) {
      double square = y[i] * y[i];
      squares[i % count] += square;
      fourths[i % count] += square * square;
    }
    means.add(squares, fourths, coordinates.rows());
    if (endsBatch) {
      means.endBatch();
    }
  }

  static Variances of(BatchMeans means, int count) {
    double[] value = new double[count];
    double[] se = new double[count];
    double[] effective = new double[count];
    for (int i = 0; i < count; i++) {
      value[i] = means.mean(i);
      se[i] = means.se(i);
      effective[i] = means.effective(i);
    }
    return new Variances(value, se, effective);
  }
}

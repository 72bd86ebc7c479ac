package org.cusp.estimate.covariance;

import org.cusp.tensor.dense.Matrix;

/**
 * A covariance with the standard error of each entry ({@link BatchMeans} of the products).
 *
 * @param places of its parameters in the vector of all that are free
 * @param covariance [parameter, parameter]
 * @param se likewise
 */
public record DenseCovariance(int[] places, Matrix covariance, Matrix se) {
  /** Parameters whose covariance is written out: an eigendecomposition takes some seconds. */
  static final int MOST = 1500;

  /** Of some parameters. */
  static DenseCovariance of(Sampled sampled, int[] places) {
    int size = places.length;
    double[] sum = new double[size * size];
    double[] squares = new double[size * size];
    double[] batch = new double[size * size];
    sampled.each(
        block -> {
          Matrix x = Sampled.columns(block.draws(), places);
          double[] product = x.transposedTimes(x).values();
          for (int i = 0; i < batch.length; i++) {
            batch[i] += product[i] / sampled.batches().length();
          }
          if (block.endsBatch()) {
            for (int i = 0; i < batch.length; i++) {
              sum[i] += batch[i];
              squares[i] += batch[i] * batch[i];
              batch[i] = 0;
            }
          }
        });
    int count = sampled.batches().count();
    for (int i = 0; i < sum.length; i++) {
      double mean = sum[i] / count;
      squares[i] =
          Math.sqrt(Math.max(0, squares[i] - count * mean * mean) / (count * (count - 1.0)));
      sum[i] = mean;
    }
    return new DenseCovariance(
        places, new Matrix(size, size, sum), new Matrix(size, size, squares));
  }
}

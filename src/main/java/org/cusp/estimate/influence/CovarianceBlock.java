package org.cusp.estimate.influence;

import java.util.Arrays;
import org.cusp.tensor.dense.Matrix;

/**
 * Covariances of some columns of the draws with others, each with its error.
 *
 * <p>With u and v two columns less their means over all draws, and S_k the mean of uv over batch k
 * of K, each batch within one chain,
 *
 * <pre>
 *   C   = mean_k S_k
 *   se^2 = sum_k (S_k - C)^2 / (K (K - 1))
 *   effective draws = Var(uv) / se^2
 * </pre>
 *
 * <p>For the correlation r = C / (s_u s_v) the same of the linearised uv / (s_u s_v) - (r/2) (u^2 /
 * s_u^2 + v^2 / s_v^2). Means over all draws in place of the expectations change C by C / ESS, far
 * below its error. Batch means: J. Flegal, G. Jones, Annals of Statistics 38 (2010) 1034-1070,
 * doi:10.1214/09-AOS735.
 *
 * <p>Arrays are [row, column]. Everything is 0 for a column without variance.
 *
 * @param covariance C
 * @param se its standard error
 * @param correlation r
 * @param correlationSe its standard error
 * @param effective draws
 * @param disagreement by which chains and batches tell whether batches are long enough
 */
public record CovarianceBlock(
    double[] covariance,
    double[] se,
    double[] correlation,
    double[] correlationSe,
    double[] effective,
    Disagreement disagreement) {
  /**
   * Variances of the mean, in units of the two columns' variances, summed over entries.
   *
   * @param ofChains from the means of chains; 0 of a single chain
   * @param ofBatches from the means of batches
   */
  public record Disagreement(double ofChains, double ofBatches) {
    public static final Disagreement NONE = new Disagreement(0, 0);

    public Disagreement plus(Disagreement other) {
      return new Disagreement(ofChains + other.ofChains, ofBatches + other.ofBatches);
    }
  }

  /** Which columns of the store. */
  public record Range(int from, int count) {}

  /** The draws as they are. */
  public static final int OWN = 0;

  /**
   * Of one store.
   *
   * @param shift {@link #OWN}, or from 1 which draws the columns have that know nothing of the
   *     rows'
   */
  public static CovarianceBlock of(
      LossStore store,
      Window.Moments moments,
      Batches batches,
      Range rows,
      Range columns,
      int shift) {
    Sums sums = new Sums(rows.count() * columns.count());
    int count = batches.count();
    Matrix rowSquares = Matrix.zeros(count, rows.count());
    Matrix columnSquares = Matrix.zeros(count, columns.count());
    for (int chain = 0; chain < batches.chains().length; chain++) {
      for (int batch = 0; batch < batches.perChain(); batch++) {
        int[] other =
            shift == OWN ? new int[] {chain, batch} : batches.stranger(chain, batch, shift);
        Matrix u = standardised(store, moments, batches, rows, chain, batch);
        Matrix v = standardised(store, moments, batches, columns, other[0], other[1]);
        int k = chain * batches.perChain() + batch;
        double[] a = meanSquares(u, rowSquares, k);
        double[] b = meanSquares(v, columnSquares, k);
        sums.add(u.transposedTimes(v), squared(u).transposedTimes(squared(v)), a, b, u.rows());
      }
      sums.endChain(batches.perChain());
    }
    return sums.block(
        moments,
        batches,
        rows,
        columns,
        rowSquares.transposedTimes(columnSquares),
        rowSquares,
        columnSquares);
  }

  private static Matrix standardised(
      LossStore store, Window.Moments moments, Batches batches, Range range, int chain, int batch) {
    Matrix block =
        store.block(
            batches.chains()[chain],
            new LossStore.Part(
                batches.start(batch), batches.length(), range.from(), range.count()));
    double[] x = block.values();
    for (int i = 0; i < x.length; i++) {
      int column = range.from() + i % range.count();
      double sd = moments.sd()[column];
      x[i] = sd > 0 ? (x[i] - moments.mean()[column]) / sd : 0;
    }
    return block;
  }

  private static Matrix squared(Matrix x) {
    return new Matrix(
        x.rows(), x.columns(), Arrays.stream(x.values()).map(value -> value * value).toArray());
  }

  /** Of each column, kept as row {@code k}. */
  private static double[] meanSquares(Matrix x, Matrix kept, int k) {
    double[] means = new double[x.columns()];
    for (int i = 0; i < x.values().length; i++) {
      means[i % x.columns()] += x.values()[i] * x.values()[i] / x.rows();
    }
    System.arraycopy(means, 0, kept.values(), k * x.columns(), x.columns());
    return means;
  }

  /** Over batches, of each entry, in units of the two columns' standard deviations. */
  private static final class Sums {
    private final double[] product;
    private final double[] productSquared;
    private final double[] squares;
    private final double[] productTimesSquares;
    private final double[] chain;
    private final double[] chainSquared;

    Sums(int entries) {
      this.product = new double[entries];
      this.productSquared = new double[entries];
      this.squares = new double[entries];
      this.productTimesSquares = new double[entries];
      this.chain = new double[entries];
      this.chainSquared = new double[entries];
    }

    void add(Matrix uv, Matrix ofSquares, double[] a, double[] b, int draws) {
      double[] p = uv.values();
      double[] q = ofSquares.values();
      for (int i = 0; i < a.length; i++) {
        for (int j = 0; j < b.length; j++) {
          int entry = i * b.length + j;
          double s = p[entry] / draws;
          product[entry] += s;
          productSquared[entry] += s * s;
          squares[entry] += q[entry] / draws;
          productTimesSquares[entry] += s * (a[i] + b[j]);
          chain[entry] += s;
        }
      }
    }

    void endChain(int batches) {
      for (int entry = 0; entry < chain.length; entry++) {
        double mean = chain[entry] / batches;
        chainSquared[entry] += mean * mean;
        chain[entry] = 0;
      }
    }

    CovarianceBlock block(
        Window.Moments moments,
        Batches batches,
        Range rows,
        Range columns,
        Matrix crossSquares,
        Matrix rowSquares,
        Matrix columnSquares) {
      int count = batches.count();
      int chains = batches.chains().length;
      double divisor = count * (count - 1.0);
      double[] ofRows = sumsOfSquares(rowSquares);
      double[] ofColumns = sumsOfSquares(columnSquares);
      double[] se = new double[product.length];
      double[] r = new double[product.length];
      double[] rSe = new double[product.length];
      double[] effective = new double[product.length];
      double[] covariance = new double[product.length];
      double ofChains = 0;
      double ofBatches = 0;
      for (int entry = 0; entry < product.length; entry++) {
        int i = entry / columns.count();
        int j = entry % columns.count();
        double scale = moments.sd()[rows.from() + i] * moments.sd()[columns.from() + j];
        double mean = product[entry] / count;
        double variance = Math.max(0, productSquared[entry] - count * mean * mean) / divisor;
        double g = ofRows[i] + ofColumns[j] + 2 * crossSquares.values()[entry];
        double linear =
            productSquared[entry] - mean * productTimesSquares[entry] + mean * mean * g / 4;
        r[entry] = mean;
        rSe[entry] = Math.sqrt(Math.max(0, linear) / divisor);
        covariance[entry] = mean * scale;
        se[entry] = Math.sqrt(variance) * scale;
        effective[entry] = variance > 0 ? (squares[entry] / count - mean * mean) / variance : 0;
        if (chains > 1) {
          double between = chainSquared[entry] - chains * mean * mean;
          ofChains += between / (chains * (chains - 1.0));
          ofBatches += variance;
        }
      }
      return new CovarianceBlock(
          covariance, se, r, rSe, effective, new Disagreement(ofChains, ofBatches));
    }

    private static double[] sumsOfSquares(Matrix batchMeans) {
      double[] sums = new double[batchMeans.columns()];
      for (int i = 0; i < batchMeans.values().length; i++) {
        double x = batchMeans.values()[i];
        sums[i % sums.length] += x * x;
      }
      return sums;
    }
  }
}

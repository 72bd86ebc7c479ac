package org.cusp.estimate.criteria;

import java.util.Arrays;
import java.util.List;
import org.cusp.diagnostics.ParetoSmoothing;
import org.cusp.numerics.LogSum;

/**
 * The predictive density of a datum by the posterior without it, from draws of the posterior with
 * it. At inverse temperature beta the importance ratios are p^-beta, so with weights r smoothed by
 * {@link ParetoSmoothing}
 *
 * <pre>  log p(y_i | without i) = log sum_s r_s p_s - log sum_s r_s.</pre>
 *
 * <p>Source: A. Vehtari, A. Gelman, J. Gabry, "Practical Bayesian model evaluation using
 * leave-one-out cross-validation and WAIC", Statistics and Computing 27 (2017) 1413-1432,
 * doi:10.1007/s11222-016-9696-4.
 *
 * @param blocks of all draws
 * @param blockOf number of the block of a draw
 * @param tail how many of the largest ratios are smoothed, at most
 */
record LeaveOneOut(
    double beta,
    List<DatumSums> blocks,
    PointwiseDraws.BlockOf blockOf,
    LargestRatios largest,
    int tail) {
  /**
   * Of one datum.
   *
   * @param logDensity from all draws, then without each block, whose draws keep the weights that
   *     smoothing all draws gave them
   */
  record Of(double[] logDensity, double kHat) {}

  Of datum(int i) {
    LargestRatios.Kept kept = largest.of(i);
    int size = kept.values().length;
    int m = Math.min(tail, size - 1);
    double[] raw = Arrays.copyOfRange(kept.values(), size - m, size);
    ParetoSmoothing.Tail smoothed = ParetoSmoothing.smooth(raw, kept.values()[size - m - 1]);
    double top = kept.values()[size - 1];
    double topProduct = blocks.stream().mapToDouble(b -> b.product(i)).max().orElse(0);
    double[] ratios = blocks.stream().mapToDouble(b -> Math.exp(b.ratio(i) - top)).toArray();
    double[] products =
        blocks.stream().mapToDouble(b -> Math.exp(b.product(i) - topProduct)).toArray();
    for (int j = 0; j < m; j++) {
      int block = blockOf.draw(kept.draws()[size - m + j]);
      double change = smoothed.logWeights()[j] - raw[j];
      ratios[block] += Math.exp(raw[j] - top) * Math.expm1(change);
      // The product at a draw of loss l, whose ratio is beta l, is exp((beta - 1) l).
      double product = raw[j] * (beta - 1) / beta;
      products[block] += Math.exp(product - topProduct) * Math.expm1(change);
    }
    double[] above = Exclusive.sums(products);
    double[] below = Exclusive.sums(ratios);
    double[] logs = new double[above.length];
    for (int b = 0; b < logs.length; b++) {
      boolean isSeen = above[b] > Exclusive.SMALLEST && below[b] > Exclusive.SMALLEST;
      logs[b] =
          isSeen
              ? topProduct - top + Math.log(above[b]) - Math.log(below[b])
              : unsmoothed(i, b - 1);
    }
    return new Of(logs, smoothed.kHat());
  }

  /**
   * Without a block beside which all others vanish: what is left has none of the largest ratios.
   */
  private double unsmoothed(int i, int without) {
    double[] products = blocks.stream().mapToDouble(b -> b.product(i)).toArray();
    double[] ratios = blocks.stream().mapToDouble(b -> b.ratio(i)).toArray();
    return LogSum.without(products, without) - LogSum.without(ratios, without);
  }
}

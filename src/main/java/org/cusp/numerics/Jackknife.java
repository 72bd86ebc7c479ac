package org.cusp.numerics;

import java.util.Arrays;
import org.apache.commons.math3.distribution.FDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The jackknife over blocks of draws of any lengths, by leaving out one at a time. With theta from
 * all S draws, theta_j without block j of m_j draws and h_j = S / m_j, over g blocks,
 *
 * <pre>
 *   p_j   = h_j theta - (h_j - 1) theta_j
 *   value = sum_j p_j / h_j
 *   se^2  = (1/g) sum_j (p_j - value)^2 / (h_j - 1)
 * </pre>
 *
 * The value has no bias of the order 1/S. Where the means of the p_j of the chains differ by more
 * than blocks do (an F test at level 0.1), blocks of one chain are not independent, and the error
 * is that of the mean of the chains. It is then made larger by the 97.5% quantile of Student's law
 * over the normal one, so that the interval of 1.96 errors to either side holds 95%.
 *
 * <p>Sources: F. M. T. A. Busing, E. Meijer, R. van der Leeden, "Delete-m jackknife for unequal m",
 * Statistics and Computing 9 (1999) 3-8, doi:10.1023/A:1008800423698; H. R. Kuensch, "The jackknife
 * and the bootstrap for general stationary observations", Annals of Statistics 17 (1989) 1217-1241,
 * doi:10.1214/aos/1176347265.
 */
public record Jackknife(double value, double se) {
  /** Chains that differ by chance alone are taken for different as often as this. */
  private static final double LEVEL = 0.1;

  /**
   * NaN with fewer than two blocks.
   *
   * @param all theta
   * @param without theta_j
   * @param draws m_j
   * @param chain that each block is of, from 0 on
   */
  public static Jackknife of(double all, double[] without, long[] draws, int[] chain) {
    int g = without.length;
    if (g < 2) {
      return new Jackknife(Double.NaN, Double.NaN);
    }
    double total = Arrays.stream(draws).sum();
    double[] pseudo = new double[g];
    double value = 0;
    for (int j = 0; j < g; j++) {
      double h = total / draws[j];
      pseudo[j] = pseudoValue(all, without[j], h);
      value += pseudo[j] / h;
    }
    double byBlocks = 0;
    for (int j = 0; j < g; j++) {
      double deviation = pseudo[j] - value;
      byBlocks += deviation * deviation / (total / draws[j] - 1) / g;
    }
    int chains = 1 + Arrays.stream(chain).max().orElse(0);
    double byChains = betweenChains(pseudo, value, draws, chain, chains);
    return new Jackknife(value, standardError(byBlocks, g, byChains, chains, byChains / byBlocks));
  }

  /** The squared error of the mean over chains of equal length. */
  private static double betweenChains(
      double[] pseudo, double value, long[] draws, int[] chain, int chains) {
    double[] mean = new double[chains];
    double[] size = new double[chains];
    for (int j = 0; j < pseudo.length; j++) {
      mean[chain[j]] += draws[j] * pseudo[j];
      size[chain[j]] += draws[j];
    }
    double squares = 0;
    for (int c = 0; c < chains; c++) {
      double deviation = mean[c] / size[c] - value;
      squares += deviation * deviation;
    }
    return squares / chains / (chains - 1);
  }

  /**
   * The pseudo-value {@code h t - (h - 1) t_(b)} of a block.
   *
   * @param all t, from all draws
   * @param without t_(b), from all but those of the block
   * @param share h, all draws over those of the block
   */
  public static double pseudoValue(double all, double without, double share) {
    return share * all - (share - 1) * without;
  }

  /**
   * The error of a mean of pseudo-values, from blocks or, where these are not independent, from
   * chains.
   *
   * @param ofBlocks squared error of the mean from the blocks
   * @param ofChains squared error of the mean from the means of the chains; unused for one chain,
   *     and where each chain is one block
   * @param ratio the statistic of the test: ofChains over the squared error that the blocks tell
   */
  public static double standardError(
      double ofBlocks, int blocks, double ofChains, int chains, double ratio) {
    boolean isTested = chains > 1 && blocks > chains;
    return isTested && ratio > largestRatio(blocks, chains)
        ? widened(Math.sqrt(ofChains), chains)
        : widened(Math.sqrt(ofBlocks), blocks);
  }

  private static double largestRatio(int blocks, int chains) {
    return new FDistribution(null, chains - 1.0, (double) blocks - chains)
        .inverseCumulativeProbability(1 - LEVEL);
  }

  /**
   * An error that was itself estimated from so many pieces, times the 97.5% quantile of Student's
   * law over the normal one.
   *
   * @param pieces two at least
   */
  public static double widened(double se, int pieces) {
    double student = new TDistribution(null, pieces - 1.0).inverseCumulativeProbability(0.975);
    return se * student / Normal.QUANTILE_975;
  }
}

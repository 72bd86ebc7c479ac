package org.cusp.estimate.criteria;

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
 * <p>Source: F. M. T. A. Busing, E. Meijer, R. van der Leeden, "Delete-m jackknife for unequal m",
 * Statistics and Computing 9 (1999) 3-8, doi:10.1023/A:1008800423698.
 */
public record Jackknife(double value, double se) {
  private static final double LEVEL = 0.1;
  private static final double NORMAL_975 = 1.959963984540054;

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
      pseudo[j] = h * all - (h - 1) * without[j];
      value += pseudo[j] / h;
    }
    double byBlocks = 0;
    for (int j = 0; j < g; j++) {
      double deviation = pseudo[j] - value;
      byBlocks += deviation * deviation / (total / draws[j] - 1) / g;
    }
    int chains = 1 + Arrays.stream(chain).max().orElse(0);
    double byChains = betweenChains(pseudo, value, draws, chain, chains);
    boolean dependent =
        chains > 1
            && g > chains
            && byChains
                > byBlocks
                    * new FDistribution(null, chains - 1, g - chains)
                        .inverseCumulativeProbability(1 - LEVEL);
    int freedom = (dependent ? chains : g) - 1;
    double quantile = new TDistribution(null, freedom).inverseCumulativeProbability(0.975);
    return new Jackknife(value, Math.sqrt(dependent ? byChains : byBlocks) * quantile / NORMAL_975);
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
}

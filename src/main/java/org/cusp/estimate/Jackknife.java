package org.cusp.estimate;

/**
 * The jackknife over blocks of draws of any lengths, by leaving out one at a time. With theta from
 * all S draws, theta_j without block j of m_j draws and h_j = S / m_j, over g blocks,
 *
 * <pre>
 *   value = g theta - sum_j (1 - 1/h_j) theta_j
 *   se^2  = (1/g) sum_j (h_j theta - (h_j - 1) theta_j - value)^2 / (h_j - 1)
 * </pre>
 *
 * The value has no bias of the order 1/S. The error is right where blocks are nearly independent.
 *
 * <p>Source: F. M. T. A. Busing, E. Meijer, R. van der Leeden, "Delete-m jackknife for unequal m",
 * Statistics and Computing 9 (1999) 3-8, doi:10.1023/A:1008800423698.
 */
record Jackknife(double value, double se) {
  /**
   * NaN with fewer than two blocks.
   *
   * @param all theta
   * @param without theta_j
   * @param draws m_j
   */
  static Jackknife of(double all, double[] without, long[] draws) {
    int g = without.length;
    if (g < 2) {
      return new Jackknife(Double.NaN, Double.NaN);
    }
    double total = 0;
    for (long m : draws) {
      total += m;
    }
    double value = g * all;
    for (int j = 0; j < g; j++) {
      value -= (1 - draws[j] / total) * without[j];
    }
    double variance = 0;
    for (int j = 0; j < g; j++) {
      double h = total / draws[j];
      double deviation = h * all - (h - 1) * without[j] - value;
      variance += deviation * deviation / (h - 1) / g;
    }
    return new Jackknife(value, Math.sqrt(variance));
  }
}

package org.cusp.report.figures.chains;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A histogram of nBeta dL, as a density.
 *
 * @param edges of the bins, one more than there are bins
 * @param density share of all the draws in a bin, over its width
 * @param outside draws beyond the outer edges
 */
record Energies(double[] edges, double[] density, int outside) {
  /** Draws rarer than this in either tail do not widen the histogram. */
  private static final double TAIL = 0.001;

  private static final int FEWEST_BINS = 8;
  private static final int MOST_BINS = 60;

  /**
   * With bins of the width {@code 2 IQR / S^(1/3)} (Freedman and Diaconis 1981, DOI
   * 10.1007/BF01025868) for S draws, but no fewer than 8 bins and no more than 60.
   *
   * @param draws all finite, at least one
   */
  static Energies of(double[] draws) {
    double[] sorted = Arrays.stream(draws).sorted().toArray();
    int tail = (int) (TAIL * sorted.length);
    double low = sorted[tail];
    double high = sorted[sorted.length - 1 - tail];
    if (!(high > low)) {
      double half = Math.max(1e-12, 0.05 * Math.abs(low));
      low -= half;
      high += half;
    }
    int last = sorted.length - 1;
    double quartiles = sorted[3 * last / 4] - sorted[last / 4];
    double wanted = (high - low) * Math.cbrt(sorted.length) / (2 * quartiles);
    int bins = (int) Math.max(FEWEST_BINS, Math.min(MOST_BINS, Math.ceil(wanted)));
    return of(sorted, low, high, bins);
  }

  /** With so many bins of equal width between two values. */
  static Energies of(double[] draws, double low, double high, int bins) {
    double width = (high - low) / bins;
    double[] density = new double[bins];
    int outside = 0;
    for (double draw : draws) {
      if (draw < low || draw > high) {
        outside++;
      } else {
        density[Math.min(bins - 1, (int) ((draw - low) / width))] += 1 / (width * draws.length);
      }
    }
    double[] edges = IntStream.rangeClosed(0, bins).mapToDouble(i -> low + i * width).toArray();
    return new Energies(edges, density, outside);
  }
}

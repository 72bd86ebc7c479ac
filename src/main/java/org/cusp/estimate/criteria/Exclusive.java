package org.cusp.estimate.criteria;

import java.util.Arrays;
import org.cusp.numerics.LogSum;

/** Sums that leave out one term, without subtracting it. */
final class Exclusive {
  /** Far above where numbers lose digits, far below what a sum may be from its largest term. */
  static final double SMALLEST = 1e-280;

  private Exclusive() {}

  /** The sum of all terms, then the sums without each. */
  static double[] sums(double[] terms) {
    int count = terms.length;
    double[] sums = new double[count + 1];
    double before = 0;
    for (int i = 0; i < count; i++) {
      sums[i + 1] = before;
      before += terms[i];
    }
    sums[0] = before;
    double after = 0;
    for (int i = count - 1; i >= 0; i--) {
      sums[i + 1] += after;
      after += terms[i];
    }
    return sums;
  }

  /**
   * The logarithm of a weighted mean of exponentials, of all and without each: where what is left
   * is too small beside what is left out to be seen, it is summed again by itself.
   *
   * @param logs logarithms of sums
   * @param counts how many terms are in each of them
   */
  static double[] logMeans(double[] logs, double[] counts) {
    double top = Arrays.stream(logs).max().orElse(0);
    double[] sums = sums(Arrays.stream(logs).map(x -> Math.exp(x - top)).toArray());
    double[] sizes = sums(counts);
    double[] means = new double[sums.length];
    for (int b = 0; b < means.length; b++) {
      means[b] =
          sums[b] > SMALLEST
              ? top + Math.log(sums[b] / sizes[b])
              : LogSum.without(logs, b - 1) - Math.log(sizes[b]);
    }
    return means;
  }
}

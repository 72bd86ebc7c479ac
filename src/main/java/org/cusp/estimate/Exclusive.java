package org.cusp.estimate;

/** Sums that leave out one term, without subtracting it. */
final class Exclusive {
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
}

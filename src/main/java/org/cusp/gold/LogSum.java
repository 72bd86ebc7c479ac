package org.cusp.gold;

/** Sums of exponentials that neither overflow nor underflow. */
final class LogSum {
  private LogSum() {}

  /** {@code log sum exp(x_i)}; minus infinity for no terms or if all are minus infinity. */
  static double of(double... logs) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double x : logs) {
      largest = Math.max(largest, x);
    }
    if (largest == Double.NEGATIVE_INFINITY) {
      return largest;
    }
    double sum = 0;
    for (double x : logs) {
      sum += Math.exp(x - largest);
    }
    return largest + Math.log(sum);
  }
}

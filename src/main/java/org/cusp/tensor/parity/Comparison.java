package org.cusp.tensor.parity;

/**
 * The results of a kernel beside those of another.
 *
 * @param differing how many numbers are not the same
 * @param of how many
 * @param largest difference, in units of the largest result; infinite where one is not a number
 * @param within what two right kernels may differ by
 */
public record Comparison(
    String kernel, Shape shape, long differing, long of, double largest, double within) {
  /** Whether the kernel is right, by this. */
  public boolean holds() {
    return largest <= within;
  }

  static Comparison of(String kernel, Shape shape, double within, double[][] results) {
    double[] expected = results[0];
    double[] found = results[1];
    long differ = 0;
    double largest = 0;
    double scale = Double.MIN_NORMAL;
    for (int i = 0; i < expected.length; i++) {
      // 0 and -0 are one number.
      if (!(expected[i] == found[i])) {
        differ++;
        double off = Math.abs(expected[i] - found[i]);
        largest = Double.isNaN(off) ? Double.POSITIVE_INFINITY : Math.max(largest, off);
      }
      scale = Math.max(scale, Math.abs(expected[i]));
    }
    return new Comparison(kernel, shape, differ, expected.length, largest / scale, within);
  }
}

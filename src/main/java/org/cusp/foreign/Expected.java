package org.cusp.foreign;

import java.nio.file.Path;
import java.util.Arrays;
import org.cusp.contract.InvalidInput;
import org.cusp.format.Npy;
import org.cusp.format.NumericArray;

/**
 * Outputs beside those that another programme computed.
 *
 * @param largest absolute difference
 * @param relative the same, divided by the largest absolute output expected
 * @param row where it is largest, counted from 1
 */
record Expected(double largest, double relative, int row) {
  static NumericArray read(Path file, int n, int width) {
    NumericArray expected = Npy.read(file);
    int each = expected.values().length / Math.max(1, n);
    boolean longer = expected.rank() == 3 && each == width + expected.shape()[2];
    if (longer && expected.shape()[0] == n) {
      return withoutLast(expected, width);
    }
    if (expected.values().length != (long) n * width) {
      throw new InvalidInput(
          file
              + ": has shape "
              + Arrays.toString(expected.shape())
              + ", the outputs have ["
              + n
              + ", "
              + width
              + "]");
    }
    return expected;
  }

  /** What a network says after the last token is not judged: nothing follows that token. */
  private static NumericArray withoutLast(NumericArray expected, int width) {
    int n = expected.shape()[0];
    int each = expected.values().length / n;
    double[] values = new double[n * width];
    for (int i = 0; i < n; i++) {
      System.arraycopy(expected.values(), i * each, values, i * width, width);
    }
    return new NumericArray(new int[] {n, width}, values);
  }

  static Expected of(Outputs outputs, double[] expected) {
    double largest = 0;
    double size = 0;
    int row = 0;
    for (int i = 0; i < outputs.values().length; i++) {
      double difference = Math.abs(outputs.values()[i] - expected[i]);
      // A number that is none differs by more than any.
      difference = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
      if (difference > largest) {
        largest = difference;
        row = i / outputs.width();
      }
      size = Math.max(size, Math.abs(expected[i]));
    }
    return new Expected(largest, largest == 0 ? 0 : largest / size, row + 1);
  }
}

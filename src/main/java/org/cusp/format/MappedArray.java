package org.cusp.format;

import java.nio.file.Path;
import java.util.Arrays;
import org.cusp.contract.InvalidInput;

/**
 * An array of a file that stays there.
 *
 * @param lengths of its axes
 * @param numbers as many as their product
 * @param isRowMajor whether the last index runs fastest
 */
public record MappedArray(Path file, long[] lengths, MappedNumbers numbers, boolean isRowMajor) {
  /** The product of the lengths. */
  static long count(String where, long[] lengths) {
    try {
      return Arrays.stream(lengths).reduce(1, Math::multiplyExact);
    } catch (ArithmeticException e) {
      throw new InvalidInput(where + ": shape " + Arrays.toString(lengths) + " is too large", e);
    }
  }

  /** This, whose rows follow each other. */
  public MappedArray requireRowMajor() {
    if (!isRowMajor) {
      throw new InvalidInput(
          file
              + ": is in Fortran order and larger than memory: save numpy.ascontiguousarray of it,"
              + " or give the Java heap more with CUSP_HEAP=8g");
    }
    return this;
  }

  /** The length of the first axis. */
  public int rows() {
    return whole(lengths[0], "examples");
  }

  /** The number of numbers along all axes but the first. */
  public int columns() {
    return whole(count(file.toString(), Arrays.copyOfRange(lengths, 1, lengths.length)), "numbers");
  }

  private int whole(long value, String what) {
    if (value < 1 || value > Integer.MAX_VALUE - 8) {
      throw new InvalidInput(file + ": has " + value + " " + what + ", must be in [1, 2^31 - 9]");
    }
    return (int) value;
  }
}

package org.cusp.format;

import java.util.Arrays;
import java.util.OptionalInt;
import org.cusp.contract.InvalidInput;

/** Sizes of arrays whose shape nobody has checked yet. */
public final class Shape {
  // A Java array of doubles can hold a few elements less than 2^31 - 1.
  private static final long MOST_ELEMENTS = Integer.MAX_VALUE - 8;

  private Shape() {}

  /** The product of the lengths, or nothing if one is negative or the product is too large. */
  public static OptionalInt elements(long[] shape) {
    long product = 1;
    boolean empty = false;
    for (long length : shape) {
      if (length < 0 || length > MOST_ELEMENTS) {
        return OptionalInt.empty();
      }
      empty |= length == 0;
      product = length == 0 ? product : product * length;
      if (product > MOST_ELEMENTS) {
        return OptionalInt.empty();
      }
    }
    return OptionalInt.of(empty ? 0 : (int) product);
  }

  public static int elements(String where, long[] shape) {
    return elements(shape)
        .orElseThrow(
            () ->
                new InvalidInput(
                    where
                        + "shape "
                        + Arrays.toString(shape)
                        + " must have lengths >= 0 and at most "
                        + MOST_ELEMENTS
                        + " elements"));
  }

  /** The shape as ints; only after {@link #elements} has accepted it. */
  public static int[] ints(long[] shape) {
    return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
  }

  /** Nothing, if a shape is the shape of so many values. */
  public static void check(int[] shape, int values) {
    long[] lengths = Arrays.stream(shape).asLongStream().toArray();
    int expected = elements("", lengths);
    if (expected != values) {
      throw new InvalidInput(
          "shape "
              + Arrays.toString(shape)
              + " has "
              + expected
              + " elements, but there are "
              + values
              + " values");
    }
  }
}

package org.cusp.format;

/**
 * An array of numbers with a shape. The arrays are taken over, not copied; treat them as read-only.
 *
 * @param shape the lengths of the axes; empty for a single number
 * @param values the numbers in row-major order (the last index runs fastest); as many as the
 *     product of the shape
 */
public record NumericArray(int[] shape, double[] values) {
  /** Checks that the shape and the number of values agree. */
  public NumericArray {
    Shape.check(shape, values.length);
  }

  /** An array with one axis. */
  public static NumericArray vector(double... values) {
    return new NumericArray(new int[] {values.length}, values);
  }

  /** The number of axes. */
  public int rank() {
    return shape.length;
  }
}

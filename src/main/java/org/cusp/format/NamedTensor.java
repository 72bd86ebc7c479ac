package org.cusp.format;

/**
 * One tensor of a file of weights. The arrays are taken over, not copied; treat them as read-only.
 *
 * @param dtype the type of the numbers in the file, such as "F32"
 * @param shape the lengths of the axes; empty for a single number
 * @param values row-major, as many as the product of the shape
 */
public record NamedTensor(String dtype, int[] shape, double[] values) {
  /** Checks that the shape and the number of values agree. */
  public NamedTensor {
    Shape.check(shape, values.length);
  }

  /** A tensor to be written as 4-byte floats. */
  public static NamedTensor float32(int[] shape, double[] values) {
    return new NamedTensor("F32", shape, values);
  }

  /** A tensor to be written as 8-byte floats. */
  public static NamedTensor float64(int[] shape, double[] values) {
    return new NamedTensor("F64", shape, values);
  }

  /** The transposed matrix; itself, if it is no matrix. */
  public NamedTensor transposed() {
    if (shape.length != 2) {
      return this;
    }
    int rows = shape[0];
    int columns = shape[1];
    double[] turned = new double[values.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        turned[column * rows + row] = values[row * columns + column];
      }
    }
    return new NamedTensor(dtype, new int[] {columns, rows}, turned);
  }
}

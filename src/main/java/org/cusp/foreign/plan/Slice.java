package org.cusp.foreign.plan;

import java.util.Arrays;
import org.cusp.format.NamedTensor;

/**
 * Numbers of one tensor of a file in the order of a parameter: number (i, j, ...) at place {@code
 * offset + i strides[0] + j strides[1] + ...}. So are transposes, rows of a joined matrix and the
 * orders of heads said without a copy.
 *
 * @param tensor its name in the file
 * @param lengths of the axes
 * @param strides as many
 */
public record Slice(String tensor, int offset, int[] lengths, int[] strides) {
  /** All of a tensor, as it is. */
  public static Slice whole(String tensor, NamedTensor held) {
    return new Slice(tensor, 0, new int[] {held.values().length}, new int[] {1});
  }

  /** A matrix of so many rows and columns, transposed. */
  public static Slice transposed(String tensor, int rows, int columns) {
    return new Slice(tensor, 0, new int[] {columns, rows}, new int[] {1, columns});
  }

  /** So many numbers one after the other. */
  public static Slice run(String tensor, int offset, int length) {
    return new Slice(tensor, offset, new int[] {length}, new int[] {1});
  }

  /** How many numbers. */
  public int count() {
    return Arrays.stream(lengths).reduce(1, Math::multiplyExact);
  }

  /** How many numbers the tensor must have at least. */
  int reach() {
    int last = offset;
    for (int axis = 0; axis < lengths.length; axis++) {
      last += (lengths[axis] - 1) * strides[axis];
    }
    return last + 1;
  }

  /** The numbers, the last axis fastest. */
  public double[] of(NamedTensor held) {
    double[] values = new double[count()];
    int[] index = new int[lengths.length];
    int from = offset;
    for (int to = 0; to < values.length; to++) {
      values[to] = held.values()[from];
      for (int axis = lengths.length - 1; axis >= 0; axis--) {
        from += strides[axis];
        if (++index[axis] < lengths[axis]) {
          break;
        }
        from -= strides[axis] * lengths[axis];
        index[axis] = 0;
      }
    }
    return values;
  }
}

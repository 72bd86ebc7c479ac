package org.cusp.format;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.cusp.contract.InvalidInput;

/**
 * Where the numbers of a tensor lie in a storage that it may share: number (i, j, ...) at place
 * {@code offset + i strides[0] + j strides[1] + ...}, counted in numbers.
 *
 * @param shape lengths of the axes
 * @param strides as many as the axes, none negative
 */
public record Strides(long offset, long[] shape, long[] strides) {
  /** Checks the number and the signs of the strides. */
  public Strides {
    if (strides.length != shape.length || offset < 0) {
      throw new InvalidInput("strides " + Arrays.toString(strides) + " do not fit " + shown(shape));
    }
    for (long stride : strides) {
      if (stride < 0) {
        throw new InvalidInput("strides " + Arrays.toString(strides) + " must not be negative");
      }
    }
  }

  /** The last axis runs fastest. */
  public static Strides rowMajor(long[] shape) {
    long[] strides = new long[shape.length];
    long step = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step = Math.multiplyExact(step, Math.max(1, shape[axis]));
    }
    return new Strides(0, shape, strides);
  }

  /** The first axis runs fastest. */
  public static Strides columnMajor(long[] shape) {
    long[] strides = new long[shape.length];
    long step = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      strides[axis] = step;
      step = Math.multiplyExact(step, Math.max(1, shape[axis]));
    }
    return new Strides(0, shape, strides);
  }

  private static String shown(long[] shape) {
    return "shape " + Arrays.toString(shape);
  }

  /** How many numbers; only for a shape that {@link Shape#elements} accepts. */
  public int count() {
    return Shape.elements("", shape);
  }

  /**
   * Refuses a tensor that reaches beyond its storage, or is larger than it.
   *
   * @param where what the message begins with
   * @param numbers in the storage
   */
  public void requireWithin(String where, long numbers) {
    int count = Shape.elements(where, shape);
    long last = offset;
    boolean overflow = false;
    for (int axis = 0; axis < shape.length; axis++) {
      long steps = Math.max(0, shape[axis] - 1);
      overflow |= steps > 0 && strides[axis] > numbers / steps;
      last = overflow ? last : last + steps * strides[axis];
    }
    if (count > 0 && (overflow || last < 0 || last >= numbers)) {
      throw new InvalidInput(
          where
              + shown(shape)
              + " with strides "
              + Arrays.toString(strides)
              + " from number "
              + offset
              + " on reaches beyond its storage of "
              + numbers);
    }
    if (count > numbers) {
      throw new InvalidInput(
          where + shown(shape) + " repeats the " + numbers + " numbers of its storage");
    }
  }

  /** The numbers in row-major order; the strides must lie within the bytes. */
  public double[] gather(ElementType type, ByteBuffer bytes) {
    int rank = shape.length;
    double[] values = new double[count()];
    long[] index = new long[rank];
    long from = offset;
    for (int to = 0; to < values.length; to++) {
      values[to] = type.at(bytes, Math.toIntExact(from * type.bytes()));
      for (int axis = rank - 1; axis >= 0; axis--) {
        from += strides[axis];
        if (++index[axis] < shape[axis]) {
          break;
        }
        from -= strides[axis] * shape[axis];
        index[axis] = 0;
      }
    }
    return values;
  }
}

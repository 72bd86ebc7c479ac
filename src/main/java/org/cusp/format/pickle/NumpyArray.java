package org.cusp.format.pickle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.format.ElementType;
import org.cusp.format.NamedTensor;
import org.cusp.format.Shape;
import org.cusp.format.Shown;
import org.cusp.format.Strides;

/** A NumPy array of a pickle: made empty, and then given its state. */
public final class NumpyArray implements PickledTensor {
  private static final int MOST_AXES = 64;

  private long[] shape = {0};
  private Object type;
  private boolean fortran;
  private byte[] data = {};

  /** The state (version, shape, dtype, whether in Fortran's order, bytes). */
  void build(PickleTuple state) {
    fill(state.at(1), state.at(2), Boolean.TRUE.equals(state.at(3)), state.at(4));
  }

  void fill(Object newShape, Object newType, boolean inFortranOrder, Object bytes) {
    shape = newShape instanceof PickleTuple axes ? lengths(axes.items()) : new long[] {-1};
    type = newType;
    fortran = inFortranOrder;
    data = bytesOf(bytes);
  }

  /** Lengths; where one is no number, or NumPy has not so many axes, a shape that is refused. */
  private static long[] lengths(List<Object> axes) {
    if (axes.size() > MOST_AXES) {
      return new long[] {-1};
    }
    return axes.stream().mapToLong(axis -> axis instanceof Long length ? length : -1).toArray();
  }

  private static byte[] bytesOf(Object bytes) {
    if (bytes instanceof byte[] array) {
      return array;
    }
    return bytes instanceof String text ? text.getBytes(StandardCharsets.ISO_8859_1) : new byte[0];
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** How many bytes its numbers take. */
  public long bytes() {
    return data.length;
  }

  /**
   * The numbers in row-major order.
   *
   * @param where what messages begin with
   */
  public NamedTensor decoded(String where) {
    ElementType element = elementType(where);
    int count = Shape.elements(where, shape);
    if ((long) count * element.bytes() != data.length) {
      throw new InvalidInput(
          where
              + "shape "
              + Arrays.toString(shape)
              + " of "
              + element
              + " needs "
              + (long) count * element.bytes()
              + " bytes, found "
              + data.length);
    }
    ByteBuffer bytes = ByteBuffer.wrap(data).order(((NumpyType) type).order());
    Strides strides = fortran ? Strides.columnMajor(shape) : Strides.rowMajor(shape);
    return new NamedTensor(element.name(), Shape.ints(shape), strides.gather(element, bytes));
  }

  private ElementType elementType(String where) {
    if (type instanceof NumpyType numpy) {
      return numpy
          .type()
          .orElseThrow(
              () -> new InvalidInput(where + "dtype " + Shown.text(numpy.code()) + " is not read"));
    }
    throw new InvalidInput(where + "its dtype is missing");
  }
}

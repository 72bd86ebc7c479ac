package org.cusp.format.zarr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.cusp.contract.InvalidInput;

/** An array of float32 whose chunks are written one by one, in any order, from any thread. */
public final class ZarrArray {
  private final Path folder;
  private final int[] shape;
  private final int[] chunks;

  ZarrArray(Path folder, int[] shape, int[] chunks) {
    this.folder = folder;
    this.shape = shape.clone();
    this.chunks = chunks.clone();
  }

  /**
   * Writes a chunk.
   *
   * @param place its number along each dimension
   * @param values those inside the array, row by row; at its ends a chunk holds fewer
   */
  public void write(int[] place, float[] values) {
    int[] inside = new int[shape.length];
    int size = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      inside[axis] = Math.min(chunks[axis], shape[axis] - place[axis] * chunks[axis]);
      size *= chunks[axis];
    }
    int length = inside[inside.length - 1];
    ByteBuffer bytes = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < values.length / length; row++) {
      bytes.position(offset(row, inside) * Float.BYTES);
      bytes.asFloatBuffer().put(values, row * length, length);
    }
    String name = Arrays.stream(place).mapToObj(String::valueOf).collect(Collectors.joining("."));
    write(folder.resolve(name), bytes.array());
  }

  /** Where a row of what is inside begins in the whole chunk. */
  private int offset(int row, int[] inside) {
    int left = row;
    int offset = 0;
    int stride = chunks[chunks.length - 1];
    for (int axis = chunks.length - 2; axis >= 0; axis--) {
      offset += left % inside[axis] * stride;
      left /= inside[axis];
      stride *= chunks[axis];
    }
    return offset;
  }

  static byte[] bytes(double[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    return bytes.array();
  }

  static void write(Path file, byte[] content) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new InvalidInput(file + ": cannot be written (" + e.getMessage() + ")", e);
    }
  }
}

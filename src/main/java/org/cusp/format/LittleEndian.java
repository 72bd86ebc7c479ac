package org.cusp.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Blocks of numbers written with the lowest byte first. */
final class LittleEndian {
  private static final int BLOCK_BYTES = 1 << 16;

  private LittleEndian() {}

  static void writeDoubles(OutputStream out, double[] values) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      block.putDouble(value);
      drain(block, out, BLOCK_BYTES);
    }
    drain(block, out, 1);
  }

  static void writeFloats(OutputStream out, double[] values) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      block.putFloat((float) value);
      drain(block, out, BLOCK_BYTES);
    }
    drain(block, out, 1);
  }

  private static void drain(ByteBuffer block, OutputStream out, int whenAtLeast)
      throws IOException {
    if (block.position() >= whenAtLeast) {
      out.write(block.array(), 0, block.position());
      block.clear();
    }
  }
}

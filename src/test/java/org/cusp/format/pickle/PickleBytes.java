package org.cusp.format.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles operation by operation, sound and unsound ones. */
public final class PickleBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public PickleBytes() {
    raw(0x80, 2);
  }

  public PickleBytes raw(int... bytes) {
    for (int value : bytes) {
      out.write(value);
    }
    return this;
  }

  public PickleBytes op(char... operations) {
    for (char operation : operations) {
      out.write(operation);
    }
    return this;
  }

  public PickleBytes global(String module, String name) {
    out.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  public PickleBytes text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write('X');
    whole4(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  public PickleBytes bytes(byte[] bytes) {
    out.write('B');
    whole4(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  public PickleBytes number(int value) {
    out.write('J');
    whole4(value);
    return this;
  }

  private void whole4(int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  /** A vector of floats, as NumPy pickles it. */
  public PickleBytes numpyVector(float... values) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      data.putFloat(value);
    }
    global("numpy.core.multiarray", "_reconstruct").global("numpy", "ndarray");
    number(0).raw(0x85).bytes(new byte[] {'b'}).raw(0x87).op('R');
    op('(').number(1).number(values.length).raw(0x85);
    global("numpy", "dtype").text("f4").raw(0x85).op('R');
    return raw(0x89).bytes(data.array()).op('t', 'b');
  }

  public byte[] stop() {
    out.write('.');
    return out.toByteArray();
  }
}

package org.cusp.format.hdf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.cusp.contract.InvalidInput;

/**
 * A place in an HDF5 file from which fields are read, lowest byte first; every read is within the
 * bytes, or a fault.
 *
 * @param widths of addresses and of lengths, in bytes
 */
record HdfBytes(String where, ByteBuffer bytes, Widths widths) {
  static final long NOWHERE = -1;

  /** As the superblock says; 2, 4 or 8 each. */
  record Widths(int address, int length) {}

  static HdfBytes of(String where, byte[] file) {
    return new HdfBytes(
        where, ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN), new Widths(8, 8));
  }

  HdfBytes with(Widths other) {
    boolean known =
        (other.address() == 4 || other.address() == 8)
            && (other.length() == 4 || other.length() == 8);
    if (!known) {
      throw damaged("addresses of " + other.address() + " bytes");
    }
    return new HdfBytes(where, bytes, other);
  }

  InvalidInput damaged(String what) {
    return new InvalidInput(where + ": damaged HDF5, or a kind that is not read: " + what);
  }

  /** The same file from an address on. */
  HdfBytes at(long address) {
    if (address < 0 || address > bytes.limit()) {
      throw damaged("an address beyond the end");
    }
    ByteBuffer there = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    there.clear().position((int) address);
    return new HdfBytes(where, there, widths);
  }

  /** The next bytes alone, which are left behind. */
  HdfBytes next(long length) {
    need(length);
    ByteBuffer part = bytes.slice(bytes.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + (int) length);
    return new HdfBytes(where, part, widths);
  }

  private ByteBuffer need(long count) {
    if (count < 0 || count > bytes.remaining()) {
      throw damaged("it ends early");
    }
    return bytes;
  }

  int remaining() {
    return bytes.remaining();
  }

  int u1() {
    return need(1).get() & 0xff;
  }

  int u2() {
    return need(2).getShort() & 0xffff;
  }

  long u4() {
    return Integer.toUnsignedLong(need(4).getInt());
  }

  HdfBytes skip(int count) {
    need(count).position(bytes.position() + count);
    return this;
  }

  long address() {
    return widths.address() == 8 ? need(8).getLong() : signed(u4());
  }

  /** All ones, which is nowhere. */
  private static long signed(long value) {
    return value == 0xffffffffL ? NOWHERE : value;
  }

  long length() {
    long value = widths.length() == 8 ? need(8).getLong() : u4();
    if (value < 0) {
      throw damaged("a length beyond the end");
    }
    return value;
  }

  /** A whole number of 1, 2, 4 or 8 bytes. */
  long sized(int width) {
    return switch (width) {
      case 1 -> u1();
      case 2 -> u2();
      case 4 -> u4();
      default -> need(8).getLong();
    };
  }

  boolean startsWith(String signature) {
    byte[] expected = signature.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.remaining() < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (bytes.get(bytes.position() + i) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  HdfBytes expect(String signature) {
    if (!startsWith(signature)) {
      throw damaged("no " + signature + " where one should be");
    }
    return skip(signature.length());
  }

  /** A text of so many bytes, or up to a byte 0. */
  String text(long most) {
    StringBuilder text = new StringBuilder();
    byte[] part = new byte[(int) Math.min(most, bytes.remaining())];
    bytes.get(part);
    int end = 0;
    while (end < part.length && part[end] != 0) {
      end++;
    }
    return text.append(new String(part, 0, end, StandardCharsets.UTF_8)).toString();
  }
}

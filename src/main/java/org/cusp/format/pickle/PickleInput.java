package org.cusp.format.pickle;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.cusp.contract.InvalidInput;
import org.cusp.format.Source;

/** The operands of a pickle's operations. */
record PickleInput(Source source) {
  private static final int MOST_LINE = 1024;
  private static final int MOST_INTEGER_BYTES = 255;

  int operation() throws IOException {
    int operation = source.in().read();
    if (operation < 0) {
      throw early();
    }
    return operation;
  }

  private InvalidInput early() {
    return source.fault("the pickle ends early");
  }

  byte[] bytes(long count) throws IOException {
    if (count < 0 || count > source.atMost()) {
      throw source.fault("damaged: the pickle announces " + count + " bytes, more than there are");
    }
    byte[] bytes = source.in().readNBytes((int) Math.min(count, Integer.MAX_VALUE));
    if (bytes.length < count) {
      throw early();
    }
    return bytes;
  }

  private ByteBuffer numbers(int count) throws IOException {
    return ByteBuffer.wrap(bytes(count)).order(ByteOrder.LITTLE_ENDIAN);
  }

  int unsigned1() throws IOException {
    return bytes(1)[0] & 0xff;
  }

  int unsigned2() throws IOException {
    return numbers(2).getShort() & 0xffff;
  }

  int signed4() throws IOException {
    return numbers(4).getInt();
  }

  long unsigned4() throws IOException {
    return Integer.toUnsignedLong(signed4());
  }

  long signed8() throws IOException {
    return numbers(8).getLong();
  }

  /** The one number with its highest byte first. */
  double real() throws IOException {
    return ByteBuffer.wrap(bytes(8)).getDouble();
  }

  /** A whole number of any size: a Long where it fits. */
  Object integer(long count) throws IOException {
    if (count > MOST_INTEGER_BYTES) {
      throw source.fault("damaged: the pickle has a whole number of " + count + " bytes");
    }
    byte[] low = bytes(count);
    byte[] high = new byte[low.length];
    for (int i = 0; i < low.length; i++) {
      high[i] = low[low.length - 1 - i];
    }
    BigInteger value = high.length == 0 ? BigInteger.ZERO : new BigInteger(high);
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  String text(long count) throws IOException {
    return new String(bytes(count), StandardCharsets.UTF_8);
  }

  /** A text of Python 2, whose letters are bytes. */
  String latin(long count) throws IOException {
    return new String(bytes(count), StandardCharsets.ISO_8859_1);
  }

  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int letter = operation(); letter != '\n'; letter = operation()) {
      line.append((char) letter);
      if (line.length() > MOST_LINE) {
        throw source.fault("damaged: the pickle has a name of more than " + MOST_LINE + " bytes");
      }
    }
    return line.toString();
  }
}

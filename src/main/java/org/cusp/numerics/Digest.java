package org.cusp.numerics;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 digest of numbers, one after the other, the highest byte of each first. */
public final class Digest {
  private final MessageDigest digest;
  private final ByteBuffer block = ByteBuffer.allocate(1 << 13);

  /** Of nothing so far. */
  public Digest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Four bytes. */
  public Digest add(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  /** Eight bytes each. */
  public Digest add(long... values) {
    for (long value : values) {
      room(Long.BYTES).putLong(value);
    }
    return this;
  }

  /** Eight bytes each. */
  public Digest add(double... values) {
    for (double value : values) {
      room(Double.BYTES).putDouble(value);
    }
    return this;
  }

  /** 64 hexadecimal digits; nothing can be added afterwards. */
  public String text() {
    drain();
    return HexFormat.of().formatHex(digest.digest());
  }

  private ByteBuffer room(int bytes) {
    if (block.remaining() < bytes) {
      drain();
    }
    return block;
  }

  private void drain() {
    digest.update(block.flip());
    block.clear();
  }
}

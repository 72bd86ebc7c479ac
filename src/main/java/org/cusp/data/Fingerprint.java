package org.cusp.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 digest of a data set's content. */
final class Fingerprint {
  private final MessageDigest digest;
  private final ByteBuffer block = ByteBuffer.allocate(1 << 13);

  private Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String of(DataSet data) {
    Fingerprint print = new Fingerprint();
    print.add(data.n());
    print.add(data.features());
    print.add(data.x());
    if (data.targets() instanceof Targets.Classes classes) {
      print.add('C');
      print.add(classes.classes());
      for (int label : classes.labels()) {
        print.add(label);
      }
    } else if (data.targets() instanceof Targets.Values values) {
      print.add('V');
      print.add(values.outputs());
      print.add(values.values());
    }
    print.drain();
    return HexFormat.of().formatHex(print.digest.digest());
  }

  private void add(int value) {
    if (block.remaining() < Integer.BYTES) {
      drain();
    }
    block.putInt(value);
  }

  private void add(double[] values) {
    for (double value : values) {
      if (block.remaining() < Double.BYTES) {
        drain();
      }
      block.putDouble(value);
    }
  }

  private void drain() {
    digest.update(block.flip());
    block.clear();
  }
}

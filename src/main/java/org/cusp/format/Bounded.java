package org.cusp.format;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Memory;

/** Decompressed bytes, counted: more of them than the Java heap has are refused. */
final class Bounded extends FilterInputStream {
  private final String name;
  private final long most = Memory.heap();
  private long read;

  Bounded(String name, InputStream in) {
    super(in);
    this.name = name;
  }

  @Override
  public int read() throws IOException {
    int b = in.read();
    count(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int got = in.read(bytes, from, length);
    count(Math.max(0, got));
    return got;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = in.skip(count);
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) {
    read += bytes;
    if (read > most) {
      throw new InvalidInput(
          name
              + ": decompressed, it has more than "
              + Memory.shown(most)
              + ", the Java heap: give it more with CUSP_HEAP=8g, or less data");
    }
  }
}

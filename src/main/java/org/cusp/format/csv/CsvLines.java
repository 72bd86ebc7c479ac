package org.cusp.format.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.cusp.contract.Memory;
import org.cusp.format.Source;

/** The lines of a file as bytes, ended by LF, CR LF or CR, in a buffer that is used again. */
final class CsvLines {
  private static final int MOST_BYTES = 1 << 26;

  private final Source source;
  private final InputStream in;
  private final byte[] block = new byte[1 << 16];
  private int next;
  private int filled;
  private boolean afterReturn;
  private byte[] line = new byte[1 << 12];
  private int length;
  private int number;

  CsvLines(Source source) {
    this.source = source;
    this.in = source.in();
  }

  /** The bytes of the current line: the first {@link #length()} of them. */
  byte[] bytes() {
    return line;
  }

  int length() {
    return length;
  }

  /** The number of the current line, counted from 1. */
  int number() {
    return number;
  }

  /** Goes to the next line; false at the end of the file. */
  boolean advance() throws IOException {
    if (!read()) {
      return false;
    }
    if (number == 1) {
      dropByteOrderMark();
    }
    return true;
  }

  /** Whether the line is neither blank nor a comment. */
  boolean isRow() {
    int i = 0;
    while (i < length && (line[i] == ' ' || line[i] == '\t')) {
      i++;
    }
    return i < length && line[i] != '#';
  }

  private void dropByteOrderMark() {
    if (length >= 3 && line[0] == (byte) 0xEF && line[1] == (byte) 0xBB && line[2] == (byte) 0xBF) {
      System.arraycopy(line, 3, line, 0, length - 3);
      length -= 3;
    }
  }

  private boolean read() throws IOException {
    length = 0;
    boolean any = false;
    while (next < filled || refill()) {
      byte b = block[next++];
      if (b == '\n' && afterReturn) {
        afterReturn = false;
        continue;
      }
      any = true;
      afterReturn = b == '\r';
      if (b == '\n' || b == '\r') {
        break;
      }
      if (length == line.length) {
        line = longer();
      }
      line[length++] = b;
    }
    number += any ? 1 : 0;
    return any;
  }

  private byte[] longer() {
    if (length >= MOST_BYTES) {
      throw source.fault("line " + (number + 1) + " is longer than " + Memory.shown(MOST_BYTES));
    }
    return Arrays.copyOf(line, 2 * length);
  }

  private boolean refill() throws IOException {
    next = 0;
    filled = Math.max(0, in.read(block));
    return filled > 0;
  }
}

package org.cusp.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The cells of one line: where each begins and ends, without quotes and outer blanks. */
final class CsvCells {
  /** Stands for any run of spaces and tabs. */
  static final char BLANKS = ' ';

  /** More columns are no table but a damaged file, or one that is turned by 90 degrees. */
  static final int MOST_COLUMNS = 1_000_000;

  private final Source source;
  private final char delimiter;
  private byte[] line;
  private int lineNumber;
  private int count;
  private int[] from = new int[64];
  private int[] to = new int[64];

  CsvCells(Source source, char delimiter) {
    this.source = source;
    this.delimiter = delimiter;
  }

  /** Tab, semicolon or comma, the first of these that stands outside quotes; else blanks. */
  static char detect(byte[] line, int length) {
    for (char candidate : new char[] {'\t', ';', ','}) {
      boolean quoted = false;
      for (int i = 0; i < length; i++) {
        quoted ^= line[i] == '"';
        if (!quoted && line[i] == candidate) {
          return candidate;
        }
      }
    }
    return BLANKS;
  }

  int count() {
    return count;
  }

  void split(CsvLines lines) {
    line = lines.bytes();
    lineNumber = lines.number();
    count = 0;
    int length = lines.length();
    int i = skipBlanks(0, length);
    while (true) {
      i = i < length && line[i] == '"' ? quoted(i, length) : plain(i, length);
      i = skipBlanks(i, length);
      if (i >= length) {
        return;
      }
      if (delimiter != BLANKS) {
        i = skipBlanks(i + 1, length);
      }
    }
  }

  /** The value of a cell; NaN if it is no number. */
  double number(int cell) {
    return Decimal.parse(line, from[cell], to[cell]);
  }

  String text(int cell) {
    String raw =
        new String(line, from[cell], to[cell] - from[cell], StandardCharsets.UTF_8).strip();
    return raw.replace("\"\"", "\"");
  }

  List<String> texts() {
    return IntStream.range(0, count).mapToObj(this::text).toList();
  }

  /** The place of a cell, as messages name it. */
  String place(int cell) {
    return "line " + lineNumber + ", column " + (cell + 1) + ": ";
  }

  private int plain(int start, int length) {
    int end = start;
    while (end < length && !ends(line[end])) {
      end++;
    }
    add(start, end);
    return end;
  }

  private int quoted(int start, int length) {
    int end = start + 1;
    while (end < length && (line[end] != '"' || end + 1 < length && line[end + 1] == '"')) {
      end += line[end] == '"' ? 2 : 1;
    }
    add(Math.min(start + 1, length), Math.min(end, length));
    int after = skipBlanks(end + 1, length);
    boolean closed = end < length;
    if (!closed || after < length && !ends(line[after]) && delimiter != BLANKS) {
      throw source.fault(
          place(count - 1) + (closed ? "text after a closing quote" : "a quote is not closed"));
    }
    return after;
  }

  private boolean ends(byte b) {
    return delimiter == BLANKS ? isBlank(b) : b == delimiter;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private int skipBlanks(int start, int length) {
    int i = start;
    while (i < length && (line[i] == ' ' || line[i] == '\t' && delimiter != '\t')) {
      i++;
    }
    return i;
  }

  private void add(int start, int end) {
    if (count == MOST_COLUMNS) {
      throw source.fault("line " + lineNumber + " has more than " + MOST_COLUMNS + " columns");
    }
    if (count == from.length) {
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
    }
    int first = start;
    int last = end;
    while (first < last && isBlank(line[first])) {
      first++;
    }
    while (last > first && isBlank(line[last - 1])) {
      last--;
    }
    from[count] = first;
    to[count++] = last;
  }
}

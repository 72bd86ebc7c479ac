package org.cusp.format.csv;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/**
 * A table as plain comma-separated values, line by line: blank lines and comments are empty, cells
 * have no blanks around them, and a run of blanks that separates is one. Lines keep their numbers.
 */
final class CsvText extends Reader {
  /** Stands for any run of spaces and tabs. */
  static final char BLANKS = ' ';

  private final CsvLines lines;
  private final char separator;
  private char[] text;
  private boolean isFirstTaken;
  private int at;
  private int end;

  /**
   * @param lines the first row is the current line
   */
  CsvText(CsvLines lines, char separator) {
    this.lines = lines;
    this.separator = separator;
    this.text = "\n".repeat(lines.number() - 1).toCharArray();
    this.end = text.length;
  }

  /** Tab, semicolon or comma, the first of these that stands outside quotes; else blanks. */
  static char separatorOf(byte[] line, int length) {
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

  @Override
  public int read(char[] to, int offset, int length) throws IOException {
    if (at == end && !more()) {
      return -1;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(text, at, to, offset, count);
    at += count;
    return count;
  }

  private boolean more() throws IOException {
    if (isFirstTaken && !lines.advance()) {
      return false;
    }
    isFirstTaken = true;
    take();
    return true;
  }

  /** The current line, with an end. */
  private void take() {
    at = 0;
    end = 0;
    if (lines.isRow()) {
      decode();
      trim();
    } else if (text.length == 0) {
      text = new char[1];
    }
    text[end++] = '\n';
  }

  private void decode() {
    byte[] bytes = lines.bytes();
    int length = lines.length();
    if (text.length <= length) {
      text = new char[Math.max(length + 1, 2 * text.length)];
    }
    for (int i = 0; i < length; i++) {
      if (bytes[i] < 0) {
        String decoded = new String(bytes, 0, length, StandardCharsets.UTF_8);
        decoded.getChars(0, decoded.length(), text, 0);
        end = decoded.length();
        return;
      }
      text[i] = (char) bytes[i];
    }
    end = length;
  }

  /** Takes away the blanks around cells, in place. */
  private void trim() {
    int length = end;
    int out = 0;
    int i = skipBlanks(0, length);
    while (i < length) {
      int start = out;
      boolean quoted = text[i] == '"';
      if (quoted) {
        int close = closing(i, length);
        System.arraycopy(text, i, text, out, close - i);
        out += close - i;
        start = out;
        i = close;
      }
      while (i < length && !separates(text[i])) {
        text[out++] = text[i++];
      }
      while (out > start && isBlank(text[out - 1])) {
        out--;
      }
      i = separator == BLANKS ? skipBlanks(i, length) : i;
      if (i < length) {
        text[out++] = separator;
        i = separator == BLANKS ? i : skipBlanks(i + 1, length);
      }
    }
    end = out;
  }

  /** Just after the quote that closes the one at {@code open}, or the end of the line. */
  private int closing(int open, int length) {
    int i = open + 1;
    while (i < length && (text[i] != '"' || i + 1 < length && text[i + 1] == '"')) {
      i += text[i] == '"' ? 2 : 1;
    }
    return Math.min(i + 1, length);
  }

  private boolean separates(char c) {
    return separator == BLANKS ? isBlank(c) : c == separator;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private int skipBlanks(int start, int length) {
    int i = start;
    while (i < length && (text[i] == ' ' || text[i] == '\t' && separator != '\t')) {
      i++;
    }
    return i;
  }

  @Override
  public void close() {
    // The stream belongs to who opened it.
  }
}

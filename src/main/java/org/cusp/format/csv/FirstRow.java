package org.cusp.format.csv;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The first row of a table, of which it is not known yet whether it holds names or numbers. */
final class FirstRow {
  private char[] text = new char[64];
  private int[] ends = new int[64];
  private int count;

  void add(char[] from, int offset, int length) {
    int start = start(count);
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    if (text.length - start < length) {
      text = Arrays.copyOf(text, Math.max(2 * text.length, start + length));
    }
    System.arraycopy(from, offset, text, start, length);
    ends[count++] = start + length;
  }

  private int start(int column) {
    return column == 0 ? 0 : ends[column - 1];
  }

  int count() {
    return count;
  }

  String cell(int column) {
    return new String(text, start(column), ends[column] - start(column)).strip();
  }

  /** See {@link Decimal#parse}. */
  double number(int column) {
    return Decimal.parse(text, start(column), ends[column]);
  }

  List<String> cells() {
    return IntStream.range(0, count).mapToObj(this::cell).toList();
  }

  /** Whether a cell is neither empty nor a number, finite or not. */
  boolean hasNames() {
    return !wordColumns().isEmpty();
  }

  /** The columns, from 0, whose cells are that. */
  Set<Integer> wordColumns() {
    return IntStream.range(0, count)
        .filter(column -> Double.isNaN(number(column)))
        .filter(column -> !cell(column).isEmpty() && !Decimal.isNonFinite(cell(column)))
        .boxed()
        .collect(Collectors.toSet());
  }
}

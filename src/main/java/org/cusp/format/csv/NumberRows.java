package org.cusp.format.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Memory;
import org.cusp.format.Shown;
import org.cusp.format.Source;
import org.cusp.format.Table;

/** Takes cells as they are read and makes a table of them; no cell becomes a string on the way. */
final class NumberRows extends AbstractBaseCsvCallbackHandler<Boolean> {
  /** More columns are no table but a damaged file, or one that is turned by 90 degrees. */
  static final int MOST_COLUMNS = 1_000_000;

  private static final int MOST_VALUES = Integer.MAX_VALUE - 8;
  private static final int FEWEST_VALUES = 1 << 10;

  private final Source source;
  private final Csv.Header header;
  private final Optional<WordColumns> words;
  private FirstRow first = new FirstRow();
  private List<String> names = List.of();
  private FirstRow mixed;
  private long firstLine;
  private int columns;
  private double[] values = new double[0];
  private int rows;
  private long line;
  private int cells;
  private InvalidInput fault;

  private NumberRows(Source source, Csv.Header header, Optional<WordColumns> words) {
    this.source = source;
    this.header = header;
    this.words = words;
  }

  /** Every cell a number. */
  static NumberRows of(Source source, Csv.Header header) {
    return new NumberRows(source, header, Optional.empty());
  }

  /** With columns of words, see {@link Csv#readWithWords}. */
  static NumberRows withWords(Source source) {
    return new NumberRows(source, Csv.Header.DETECT, Optional.of(new WordColumns()));
  }

  @Override
  protected void handleBegin(long startingLine) {
    line = startingLine;
    cells = 0;
    fault = null;
    if (first == null) {
      makeRoom();
    } else {
      firstLine = startingLine;
    }
  }

  @Override
  protected void handleField(int column, char[] text, int offset, int length, boolean quoted) {
    cells++;
    if (column >= MOST_COLUMNS) {
      throw source.fault("line " + line + " has more than " + MOST_COLUMNS + " columns");
    }
    int from = offset;
    int to = offset + length;
    if (quoted) {
      for (int i = from; i < to; i++) {
        if (text[i] == '\n') {
          throw source.fault(place() + "a quote is not closed");
        }
      }
      while (from < to && Character.isWhitespace(text[from])) {
        from++;
      }
      while (to > from && Character.isWhitespace(text[to - 1])) {
        to--;
      }
    }
    if (first != null) {
      first.add(text, from, to - from);
    } else if (column < columns) {
      int start = from;
      int count = to - from;
      take(column, Decimal.parse(text, from, to), () -> new String(text, start, count).strip());
    }
  }

  private void take(int column, double value, Supplier<String> text) {
    if (words.isPresent() && isWord(words.get(), column, value, text)) {
      values[rows * columns + column] =
          words.get().number(column, text.get(), () -> noNumber(column, value, ""));
      return;
    }
    values[rows * columns + column] = value;
    if (!Double.isFinite(value) && fault == null) {
      fault = noNumber(column, value, text.get());
    }
  }

  /** Whether its column holds words, which its first cell says. */
  private boolean isWord(WordColumns known, int column, double value, Supplier<String> text) {
    if (known.has(column)) {
      return true;
    }
    boolean first = rows == 0 && Double.isNaN(value) && !text.get().isEmpty();
    if (first && !Decimal.isNonFinite(text.get())) {
      known.begin(column, noNumber(column, value, text.get()));
      return true;
    }
    return false;
  }

  @Override
  protected Boolean buildRecord() {
    if (cells == 0) {
      return false;
    }
    if (first != null) {
      beginTable();
    } else if (cells != columns) {
      throw ragged();
    } else if (fault != null) {
      throw fault;
    } else {
      rows++;
    }
    return true;
  }

  private void beginTable() {
    FirstRow row = first;
    first = null;
    columns = row.count();
    boolean named = header == Csv.Header.PRESENT || header == Csv.Header.DETECT && row.hasNames();
    if (named) {
      names = row.cells();
      mixed = words.isPresent() && row.wordColumns().size() < columns ? row : null;
      return;
    }
    makeRoom();
    for (int column = 0; column < columns; column++) {
      int place = column;
      take(column, row.number(column), () -> row.cell(place));
    }
    buildRecord();
  }

  Table table() {
    if (rows == 0) {
      throw source.fault("has a header (line " + firstLine + ") but no rows of numbers");
    }
    if (mixed != null && words.orElseThrow().are(mixed.wordColumns())) {
      return withFirstRow();
    }
    Map<Integer, Table.Words> held = words.map(WordColumns::words).orElse(Map.of());
    return new Table(names, rows, columns, Arrays.copyOf(values, rows * columns), held);
  }

  /** What was taken for a header is a row of data. */
  private Table withFirstRow() {
    double[] all = new double[Math.multiplyExact(rows + 1, columns)];
    System.arraycopy(values, 0, all, columns, rows * columns);
    WordColumns known = words.orElseThrow();
    for (int column = 0; column < columns; column++) {
      int place = column;
      all[column] =
          known.has(column)
              ? known.number(column, mixed.cell(column), () -> noNumber(place, Double.NaN, ""))
              : mixed.number(column);
      if (!Double.isFinite(all[column])) {
        line = firstLine;
        throw noNumber(column, all[column], mixed.cell(column));
      }
    }
    return new Table(List.of(), rows + 1, columns, all, known.words());
  }

  /** What the parser stopped at, in the cell after those that it has handed on. */
  InvalidInput atNextCell(String problem) {
    cells++;
    return source.fault(place() + problem);
  }

  private String place() {
    return "line " + line + ", column " + cells + ": ";
  }

  private InvalidInput noNumber(int column, double value, String text) {
    String place = "line " + line + ", column " + (column + 1) + ": ";
    if (text.isEmpty()) {
      return source.fault(place + "the cell is empty, expected a number");
    }
    boolean nonFinite = Double.isInfinite(value) || Decimal.isNonFinite(text);
    return source.fault(
        place
            + Shown.text(text)
            + (nonFinite ? " is not a finite number" : " is not a number" + hint(text)));
  }

  private static String hint(String text) {
    return text.matches("[+-]?\\d+,\\d+") ? " (the decimal mark must be a point)" : "";
  }

  private InvalidInput ragged() {
    return source.fault(
        "line "
            + line
            + ", column "
            + (Math.min(cells, columns) + 1)
            + ": expected "
            + columns
            + " cells as in line "
            + firstLine
            + ", found "
            + cells);
  }

  private void makeRoom() {
    long needed = (rows + 1L) * columns;
    if (needed <= values.length) {
      return;
    }
    Memory.requireDoubles(source.name() + ": the table", needed);
    long most = Math.min(MOST_VALUES, Memory.largestArray() / Double.BYTES);
    if (needed > most) {
      throw source.fault("has more than " + MOST_VALUES + " numbers");
    }
    long roomy = Math.max(FEWEST_VALUES, needed + needed / 2);
    values = Arrays.copyOf(values, (int) Math.min(most, roomy));
  }
}

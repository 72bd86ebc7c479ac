package org.cusp.format.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.Arrays;
import java.util.List;
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
  private FirstRow first = new FirstRow();
  private List<String> names = List.of();
  private long firstLine;
  private int columns;
  private double[] values = new double[0];
  private int rows;
  private long line;
  private int cells;
  private InvalidInput fault;

  NumberRows(Source source, Csv.Header header) {
    this.source = source;
    this.header = header;
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
    values[rows * columns + column] = value;
    if (!Double.isFinite(value) && fault == null) {
      fault = noNumber(column, value, text.get());
    }
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
    return new Table(names, rows, columns, Arrays.copyOf(values, rows * columns));
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

package org.cusp.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Memory;

/**
 * Tables of numbers as text, plain or gzipped, in UTF-8: one row a line, cells separated by tabs,
 * semicolons, commas or blanks, whichever the first line has (in that order). Blank lines and lines
 * that begin with {@code #} are skipped; numbers may stand in quotes; a decimal mark is a point.
 *
 * <p>Every cell must be a finite number. A fault names the file, the line and the column, both
 * counted from 1: a row with too few or too many cells, a cell that is no number, is NaN or is
 * infinite, a file without rows, more than {@value CsvCells#MOST_COLUMNS} columns, more numbers
 * than half the Java heap holds.
 */
public final class Csv {
  private static final int MOST_VALUES = Integer.MAX_VALUE - 8;
  private static final int FEWEST_VALUES = 1 << 10;

  /** Whether the first row holds the names of the columns. */
  public enum Header {
    /** It does if one of its cells is neither empty nor a number. */
    DETECT,
    PRESENT,
    ABSENT
  }

  private Csv() {}

  /** Reads a table, with {@link Header#DETECT}. */
  public static Table read(Path path) {
    return read(path, Header.DETECT);
  }

  /**
   * Reads a table.
   *
   * @throws InvalidInput if the file is not a table of finite numbers
   */
  public static Table read(Path path, Header header) {
    return Source.read(path, source -> read(source, header));
  }

  /**
   * Reads a table, with {@link Header#DETECT}, from a stream that the caller closes.
   *
   * @param name what faults are reported under
   */
  public static Table read(String name, InputStream in) {
    try {
      return read(Source.decompressed(name, in, Long.MAX_VALUE / (1 << 12)), Header.DETECT);
    } catch (IOException e) {
      throw Source.unreadable(name, e);
    }
  }

  private static Table read(Source source, Header header) throws IOException {
    CsvLines lines = new CsvLines(source);
    if (!lines.advance()) {
      throw source.fault("has no rows: expected a table of numbers");
    }
    CsvCells cells = new CsvCells(source, CsvCells.detect(lines.bytes(), lines.length()));
    cells.split(lines);
    int columns = cells.count();
    int firstLine = lines.number();
    List<String> names = hasNames(cells, header) ? cells.texts() : List.of();
    boolean more = names.isEmpty() || lines.advance();
    double[] values = new double[columns];
    int rows = 0;
    for (; more; more = lines.advance()) {
      cells.split(lines);
      if (cells.count() != columns) {
        throw ragged(source, lines.number(), cells.count(), columns, firstLine);
      }
      values = withRoom(source, values, rows, columns);
      for (int column = 0; column < columns; column++) {
        values[rows * columns + column] = number(source, cells, column);
      }
      rows++;
    }
    if (rows == 0) {
      throw source.fault("has a header (line " + firstLine + ") but no rows of numbers");
    }
    return new Table(names, rows, columns, Arrays.copyOf(values, rows * columns));
  }

  private static boolean hasNames(CsvCells cells, Header header) {
    return switch (header) {
      case PRESENT -> true;
      case ABSENT -> false;
      case DETECT ->
          IntStream.range(0, cells.count())
              .mapToObj(cells::text)
              .anyMatch(text -> !text.isEmpty() && !isNumberOrNonFinite(text));
    };
  }

  private static boolean isNumberOrNonFinite(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Decimal.isNonFinite(text) || !Double.isNaN(Decimal.parse(bytes, 0, bytes.length));
  }

  private static double number(Source source, CsvCells cells, int column) {
    double value = cells.number(column);
    if (Double.isFinite(value)) {
      return value;
    }
    String text = cells.text(column);
    String place = cells.place(column);
    if (text.isEmpty()) {
      throw source.fault(place + "the cell is empty, expected a number");
    }
    boolean nonFinite = Double.isInfinite(value) || Decimal.isNonFinite(text);
    throw source.fault(
        place
            + Shown.text(text)
            + (nonFinite ? " is not a finite number" : " is not a number" + hint(text)));
  }

  private static String hint(String text) {
    return text.matches("[+-]?\\d+,\\d+") ? " (the decimal mark must be a point)" : "";
  }

  private static InvalidInput ragged(
      Source source, int line, int found, int expected, int firstLine) {
    return source.fault(
        "line "
            + line
            + ", column "
            + (Math.min(found, expected) + 1)
            + ": expected "
            + expected
            + " cells as in line "
            + firstLine
            + ", found "
            + found);
  }

  private static double[] withRoom(Source source, double[] values, int rows, int columns) {
    long needed = (rows + 1L) * columns;
    if (needed <= values.length) {
      return values;
    }
    Memory.requireDoubles(source.name() + ": the table", needed);
    long most = Math.min(MOST_VALUES, Memory.largestArray() / Double.BYTES);
    if (needed > most) {
      throw source.fault("has more than " + MOST_VALUES + " numbers");
    }
    long roomy = Math.max(FEWEST_VALUES, needed + needed / 2);
    return Arrays.copyOf(values, (int) Math.min(most, roomy));
  }
}

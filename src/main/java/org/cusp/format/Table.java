package org.cusp.format;

import java.util.List;
import java.util.Map;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;

/**
 * A table of finite numbers, or of words in some columns. The array is taken over, not copied;
 * treat it as read-only.
 *
 * @param header the names of the columns; empty if the file has none
 * @param values row-major, rows x columns; of a column of words the number of each cell's word
 * @param words of columns, from 0, that hold no numbers
 */
public record Table(
    List<String> header, int rows, int columns, double[] values, Map<Integer, Words> words) {
  /**
   * The words of a column.
   *
   * @param all by their numbers
   * @param notNumbers what to say where numbers are wanted
   */
  public record Words(List<String> all, InvalidInput notNumbers) {}

  /** Of numbers alone. */
  public Table(List<String> header, int rows, int columns, double[] values) {
    this(header, rows, columns, values, Map.of());
  }

  /** Checks that the sizes agree. */
  public Table {
    header = List.copyOf(header);
    Check.equal("values of the table", values.length, (long) rows * columns);
    if (!header.isEmpty()) {
      Check.equal("names in the header", header.size(), columns);
    }
  }

  /** The number in a row and column, both counted from 0. */
  public double at(int row, int column) {
    return values[row * columns + column];
  }
}

package org.cusp.format;

import java.util.List;
import org.cusp.contract.Check;

/**
 * A table of finite numbers. The array is taken over, not copied; treat it as read-only.
 *
 * @param header the names of the columns; empty if the file has none
 * @param values row-major, rows x columns
 */
public record Table(List<String> header, int rows, int columns, double[] values) {
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

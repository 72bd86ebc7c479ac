package org.cusp.paper.reproduction;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.numerics.Normal;

/**
 * A row of a table: cells by the names of their columns, in order. A cell is a number, a text or
 * empty (null).
 */
public final class Row {
  /** The column that says what is still to be done; empty in a row that is whole. */
  public static final String UNFINISHED = "unfinished";

  private final Map<String, Object> cells;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  private Row(Map<String, Object> cells) {
    this.cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
  }

  /** A row without cells. */
  public static Row empty() {
    return new Row(Map.of());
  }

  /** This row and one more cell at its end; a cell of that name is replaced where it is. */
  public Row with(String column, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(cells);
    more.put(column, value);
    return new Row(more);
  }

  /** This row and the cells of another at its end. */
  public Row with(Row other) {
    Map<String, Object> more = new LinkedHashMap<>(cells);
    more.putAll(other.cells);
    return new Row(more);
  }

  /** This row without some of its cells. */
  public Row without(String... columns) {
    Map<String, Object> fewer = new LinkedHashMap<>(cells);
    fewer.keySet().removeAll(List.of(columns));
    return new Row(fewer);
  }

  /** These cells of this row, in this order; empty where it has none. */
  public Row only(String... columns) {
    Row some = empty();
    for (String column : columns) {
      some = some.with(column, cells.get(column));
    }
    return some;
  }

  /** The cells by column; not to be changed. */
  @JsonValue
  public Map<String, Object> cells() {
    return cells;
  }

  /** A number; NaN where the cell is empty or missing. */
  public double number(String column) {
    return cells.get(column) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** A cell as text; "" where it is empty or missing. */
  public String text(String column) {
    Object cell = cells.get(column);
    return cell == null ? "" : cell.toString();
  }

  /** The numbers of one column, in the order of the rows. */
  public static double[] column(List<Row> rows, String name) {
    return rows.stream().mapToDouble(row -> row.number(name)).toArray();
  }

  /** The rows that have this text in a column. */
  public static List<Row> where(List<Row> rows, String column, String text) {
    return rows.stream().filter(row -> row.text(column).equals(text)).toList();
  }

  /** The rows without some of their cells. */
  public static List<Row> without(List<Row> rows, String... columns) {
    return rows.stream().map(row -> row.without(columns)).toList();
  }

  /** Half-lengths of 95% intervals from a column of standard errors. */
  public static double[] intervals(List<Row> rows, String standardError) {
    return rows.stream()
        .mapToDouble(row -> Normal.QUANTILE_975 * row.number(standardError))
        .toArray();
  }

  @Override
  public String toString() {
    return cells.toString();
  }
}

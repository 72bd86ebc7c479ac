package org.cusp.format.rows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;

/**
 * A table. A cell is a {@link String}, a {@link Long}, a {@link Double} that is finite, or null for
 * nothing.
 *
 * @param columns their names, all different
 * @param cells row by row, as many in each as there are columns
 */
public record Rows(List<String> columns, List<List<Object>> cells) {
  public Rows {
    columns = List.copyOf(columns);
    for (List<Object> row : cells) {
      Check.equal("cells of a row", row.size(), columns.size());
    }
    cells = List.copyOf(cells);
  }

  /**
   * Of rows that name their cells.
   *
   * @param first columns that are there in any case, in this order; the others follow by name
   */
  public static Rows of(List<String> first, List<Map<String, Object>> rows) {
    List<String> columns = new ArrayList<>(first);
    rows.stream()
        .flatMap(row -> row.keySet().stream())
        .filter(name -> !first.contains(name))
        .distinct()
        .sorted()
        .forEach(columns::add);
    return new Rows(columns, rows.stream().map(row -> cells(columns, row)).toList());
  }

  private static List<Object> cells(List<String> columns, Map<String, Object> row) {
    List<Object> cells = new ArrayList<>();
    columns.forEach(name -> cells.add(cell(row.get(name))));
    return Collections.unmodifiableList(cells);
  }

  private static Object cell(Object value) {
    if (value instanceof Double real) {
      return Double.isFinite(real) ? real : null;
    }
    if (value instanceof Integer whole) {
      return whole.longValue();
    }
    return value == null || value instanceof Long ? value : value.toString();
  }

  /**
   * The place of a column.
   *
   * @throws InvalidInput if there is none of this name
   */
  public int place(String column) {
    int place = columns.indexOf(column);
    if (place < 0) {
      throw Nearest.unknown("column", column, columns);
    }
    return place;
  }

  /** The cells of a column, from the top down. */
  public List<Object> column(String name) {
    int place = place(name);
    return cells.stream().map(row -> row.get(place)).collect(Collectors.toList());
  }

  /** The texts of a column, empty where there is nothing. */
  public List<String> texts(String name) {
    return column(name).stream().map(Rows::text).toList();
  }

  /**
   * The numbers of a column, NaN where there is nothing.
   *
   * @throws InvalidInput if a cell is a text
   */
  public double[] numbers(String name) {
    List<Object> column = column(name);
    column.stream()
        .filter(String.class::isInstance)
        .findFirst()
        .ifPresent(
            text -> {
              throw new InvalidInput("column " + name + " has texts, such as '" + text + "'");
            });
    return column.stream()
        .mapToDouble(cell -> cell == null ? Double.NaN : ((Number) cell).doubleValue())
        .toArray();
  }

  /** The rows that are so. */
  public Rows where(Predicate<List<Object>> isKept) {
    return new Rows(columns, cells.stream().filter(isKept).toList());
  }

  /** Each row with its cells by name, empty ones left out. */
  public List<Map<String, Object>> named() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (List<Object> row : cells) {
      Map<String, Object> named = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        if (row.get(i) != null) {
          named.put(columns.get(i), row.get(i));
        }
      }
      all.add(named);
    }
    return all;
  }

  /** All digits of a number; nothing is an empty text. */
  public static String text(Object cell) {
    return cell == null ? "" : cell.toString();
  }

  /** A name for a column: {@code sampler.stepSize} is {@code sampler_step_size}. */
  public static String columnName(String key) {
    return key.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("[^A-Za-z0-9]+", "_")
        .toLowerCase(Locale.ROOT);
  }
}

package org.cusp.paper.reproduction;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.cusp.format.csv.Csv;

/** Rows as text. A cell that is NaN or null is empty. */
public final class Tables {
  private static final String FOUR_DIGITS = "%.4g";

  private Tables() {}

  /** Comma-separated, full precision; cells that hold a comma or a quote stand in quotes. */
  static String csv(List<Row> rows) {
    Set<String> columns = columns(rows);
    StringBuilder text = new StringBuilder(Csv.line(List.copyOf(columns)));
    for (Row row : rows) {
      text.append(Csv.line(columns.stream().map(column -> cell(row, column)).toList()));
    }
    return text.toString();
  }

  /** A Markdown table, numbers to four digits. */
  static String markdown(List<Row> rows) {
    Set<String> columns = columns(rows);
    StringBuilder text = new StringBuilder();
    text.append("| ").append(String.join(" | ", columns)).append(" |\n");
    text.append("|").append("---|".repeat(columns.size())).append("\n");
    for (Row row : rows) {
      text.append("| ")
          .append(columns.stream().map(c -> brief(row, c)).collect(Collectors.joining(" | ")))
          .append(" |\n");
    }
    return text.toString();
  }

  /** Names and values on one line, for someone who watches. */
  static String line(Row row) {
    return row.cells().keySet().stream()
        .filter(column -> !brief(row, column).isEmpty())
        .map(column -> column + " " + brief(row, column))
        .collect(Collectors.joining("  "));
  }

  /** A number to four significant digits, without needless zeros. */
  public static String brief(double value) {
    if (!Double.isFinite(value)) {
      return "";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return Long.toString((long) value);
    }
    String text = String.format(Locale.ROOT, FOUR_DIGITS, value);
    return text.contains("e") || !text.contains(".")
        ? text.replaceFirst("\\.?0+e", "e")
        : text.replaceFirst("\\.?0+$", "");
  }

  /** A share as a percentage to three digits; "none" where there is no number. */
  public static String percent(double share) {
    return Double.isFinite(share)
        ? brief(Double.parseDouble(String.format(Locale.ROOT, "%.3g", 100 * share))) + "%"
        : "none";
  }

  private static Set<String> columns(List<Row> rows) {
    return rows.stream()
        .flatMap(row -> row.cells().keySet().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String brief(Row row, String column) {
    Object cell = row.cells().get(column);
    return cell instanceof Double || cell instanceof Float
        ? brief(row.number(column))
        : row.text(column).replace("|", "\\|");
  }

  private static String cell(Row row, String column) {
    Object cell = row.cells().get(column);
    if (cell instanceof Double number) {
      return Double.isFinite(number) ? number.toString() : "";
    }
    return row.text(column);
  }
}

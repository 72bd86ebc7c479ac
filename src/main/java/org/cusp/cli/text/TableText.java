package org.cusp.cli.text;

import java.util.ArrayList;
import java.util.List;
import org.cusp.format.rows.Rows;
import org.cusp.report.gather.Gathered;

/** Estimates of many runs for people: the columns that are read most. */
public final class TableText {
  /** As wide as what it holds. */
  private record Column(String title, List<String> cells, boolean isText) {
    private String form() {
      int width = cells.stream().mapToInt(String::length).reduce(title.length(), Math::max);
      return "%" + (isText ? "-" : "") + width + "s";
    }
  }

  private TableText() {}

  /** The table, then what it is of. */
  public static List<String> lines(Gathered gathered, Rows shown) {
    List<Column> columns = columns(shown);
    String form = String.join("  ", columns.stream().map(Column::form).toList());
    List<String> lines = new ArrayList<>();
    lines.add(line(form, columns.stream().map(Column::title).toList()));
    for (int i = 0; i < shown.cells().size(); i++) {
      int row = i;
      lines.add(line(form, columns.stream().map(column -> column.cells().get(row)).toList()));
    }
    lines.add(summary(gathered, shown));
    return lines;
  }

  /** How many rows there are, and of what. */
  public static String summary(Gathered gathered, Rows shown) {
    int rows = shown.cells().size();
    int all = gathered.rows().cells().size();
    return (rows == all ? counted(rows, "estimate") : rows + " of " + counted(all, "estimate"))
        + ", from "
        + counted(gathered.results(), "result")
        + " of "
        + counted(gathered.runs(), "run");
  }

  private static String counted(int count, String what) {
    return Lines.line("%,d %s%s", count, what, count == 1 ? "" : "s");
  }

  private static String line(String form, List<String> cells) {
    return Lines.line(form, cells.toArray()).stripTrailing();
  }

  private static List<Column> columns(Rows rows) {
    return List.of(
        new Column("run", rows.texts("run"), true),
        new Column("at", at(rows), true),
        new Column("kind", rows.texts("kind"), true),
        number(rows, "value", "%.5g", "value"),
        number(rows, "se", "%.2g", "+-"),
        number(rows, "low", "%.5g", "low"),
        number(rows, "high", "%.5g", "high"),
        number(rows, "rhat", "%.3f", "R-hat"),
        number(rows, "ess", "%.0f", "ESS"),
        number(rows, "n", "%.0f", "n"),
        number(rows, "parameters", "%.0f", "P"),
        number(rows, "seed", "%.0f", "seed"),
        number(rows, "seconds", "%.1f", "s"),
        new Column("verdict", rows.texts("verdict"), true));
  }

  private static List<String> at(Rows rows) {
    List<String> steps = rows.texts("step");
    List<String> places = rows.texts("at");
    List<String> all = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      all.add(steps.get(i).isEmpty() ? places.get(i) : "step " + steps.get(i));
    }
    return all;
  }

  private static Column number(Rows rows, String name, String format, String title) {
    List<String> cells =
        rows.column(name).stream()
            .map(cell -> cell instanceof Number it ? Lines.line(format, it.doubleValue()) : "-")
            .toList();
    return new Column(title, cells, false);
  }
}

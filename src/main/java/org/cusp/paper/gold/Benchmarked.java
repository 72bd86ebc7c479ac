package org.cusp.paper.gold;

import java.util.ArrayList;
import java.util.List;
import org.cusp.paper.reproduction.Row;

/**
 * A case at a gamma with its estimates.
 *
 * @param truth the row of its gold value
 */
record Benchmarked(Row truth, Scores scores) {
  /** All that have a value, gold or not, in the order of the rows. */
  static List<Benchmarked> all(List<Row> rows) {
    List<Row> cells =
        Row.where(rows, Columns.KIND, Columns.SCORE).stream()
            .filter(row -> !row.text(Columns.STATUS).equals(Columns.SKIPPED))
            .flatMap(row -> read(row).stream())
            .toList();
    return Row.where(rows, Columns.KIND, Columns.GOLD).stream()
        .filter(row -> Double.isFinite(row.number(Columns.VALUE)))
        .map(truth -> new Benchmarked(truth, new Scores(of(cells, truth), value(truth))))
        .toList();
  }

  /** A run as it was read after all of its seconds, and after fewer. */
  private static List<Row> read(Row run) {
    List<Row> cells = new ArrayList<>(List.of(run));
    String prefix = Columns.LLC + Columns.AT;
    for (String column : run.cells().keySet()) {
      if (column.startsWith(prefix)) {
        double mark = Double.parseDouble(column.substring(prefix.length()));
        cells.add(run.with(Columns.BUDGET, mark).with(Columns.LLC, run.number(column)));
      }
    }
    return cells;
  }

  private static double value(Row truth) {
    return truth.number(Columns.VALUE);
  }

  private static List<Row> of(List<Row> cells, Row truth) {
    return cells.stream().filter(row -> isOf(row, truth)).toList();
  }

  private static boolean isOf(Row row, Row truth) {
    return row.text(Columns.CASE).equals(truth.text(Columns.CASE))
        && row.text(Columns.GAMMA).equals(truth.text(Columns.GAMMA));
  }

  /** Whether a row is of this case at this gamma. */
  boolean has(Row row) {
    return isOf(row, truth);
  }

  boolean isGold() {
    return truth.text(Columns.STATUS).equals(Columns.GOLD);
  }

  boolean isScored() {
    return !scores.cells().isEmpty();
  }

  /** The error of the gold value itself, relative to it. */
  double uncertainty() {
    return truth.number(Columns.SE) / Math.abs(truth.number(Columns.VALUE));
  }

  String name() {
    return truth.text(Columns.CASE);
  }

  String gamma() {
    return truth.text(Columns.GAMMA);
  }

  /** The seconds of its estimates. */
  List<Double> budgets() {
    return scores.cells().stream()
        .map(row -> row.number(Columns.BUDGET))
        .distinct()
        .sorted()
        .toList();
  }

  /** The published recipes among its methods. */
  List<String> published() {
    return scores.cells().stream()
        .map(row -> row.text(Columns.METHOD))
        .filter(method -> !method.equals(ScoreWork.CUSP) && !FieldSettings.SWEPT.contains(method))
        .distinct()
        .toList();
  }

  /** What Cusp's verdicts were. */
  String verdicts(double budget) {
    return String.join(
        ", ",
        scores.cells().stream()
            .filter(row -> row.text(Columns.METHOD).equals(ScoreWork.CUSP))
            .filter(row -> row.number(Columns.BUDGET) == budget)
            .map(row -> row.text("verdict"))
            .distinct()
            .toList());
  }
}

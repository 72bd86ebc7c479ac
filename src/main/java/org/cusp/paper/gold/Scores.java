package org.cusp.paper.gold;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cusp.diagnostics.Moments;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Tables;

/**
 * How far estimates of one case at one gamma are from its gold value.
 *
 * @param cells the estimates
 * @param gold the value
 */
record Scores(List<Row> cells, double gold) {
  Scores {
    cells = List.copyOf(cells);
  }

  /**
   * Of one method at one step and budget.
   *
   * @param step NaN where the method has none to choose
   * @param first |llc / gold - 1| of the first seed, by which steps are chosen; infinite where it
   *     diverged
   * @param error its mean over seeds; infinite where one diverged
   * @param spread standard deviation over seeds, over gold; NaN for one seed
   */
  record Score(String method, double step, double first, double error, double spread, int seeds) {
    String describe() {
      return Double.isNaN(step) ? method : method + " " + Tables.brief(step);
    }
  }

  /**
   * The steps of a sweep at which the error is within a bound.
   *
   * @param from the smallest of them; NaN where there is none
   */
  record Window(int steps, double from, double to) {}

  /** |llc / gold - 1|; infinite where there is no number. */
  static double error(double llc, double gold) {
    return Double.isFinite(llc) ? Math.abs(llc / gold - 1) : Double.POSITIVE_INFINITY;
  }

  /** Of a method, each of its steps. */
  List<Score> of(String method, double budget) {
    List<Row> some =
        cells.stream()
            .filter(row -> row.text(Columns.METHOD).equals(method))
            .filter(row -> row.number(Columns.BUDGET) == budget)
            .toList();
    return some.stream()
        .map(row -> row.number(Columns.STEP))
        .distinct()
        .sorted()
        .map(step -> score(method, step, some))
        .toList();
  }

  private Score score(String method, double step, List<Row> rows) {
    double[] values =
        rows.stream()
            .filter(row -> Double.compare(row.number(Columns.STEP), step) == 0)
            .mapToDouble(row -> row.number(Columns.LLC))
            .toArray();
    double sum = 0;
    for (double value : values) {
      sum += error(value, gold);
    }
    return new Score(
        method,
        step,
        error(values[0], gold),
        sum / values.length,
        Moments.standardDeviation(values) / Math.abs(gold),
        values.length);
  }

  /** The one with the least error of its first seed; empty where none is there. */
  Optional<Score> best(List<String> methods, double budget) {
    return methods.stream()
        .flatMap(method -> of(method, budget).stream())
        .min(Comparator.comparingDouble(Score::first));
  }

  /** The best of a sweep by hand, chosen by whoever knows the gold value. */
  Optional<Score> bestSwept(double budget) {
    return best(FieldSettings.SWEPT, budget);
  }

  /** Settings that were tried with so many seconds for each one. */
  int swept(double budget) {
    return FieldSettings.SWEPT.stream().mapToInt(method -> of(method, budget).size()).sum();
  }

  /**
   * Seconds of the sweep that ends with so many for each setting: a longer one tries the steps
   * about the best of the shortest, whose seconds count too.
   *
   * @param budgets seconds that a setting may have had, rising
   */
  double cost(double budget, List<Double> budgets) {
    double shortest = budgets.get(0);
    double first = swept(shortest) * shortest;
    return budget == shortest ? first : first + swept(budget) * budget;
  }

  /**
   * The best of the longest sweep that as a whole fits into the budget.
   *
   * @param budgets seconds that a setting may have had, rising
   */
  Optional<Score> charged(double budget, List<Double> budgets) {
    return budgets.stream()
        .filter(each -> swept(each) > 0 && cost(each, budgets) <= budget)
        .max(Comparator.naturalOrder())
        .flatMap(this::bestSwept);
  }

  /** Of one sampler's sweep. */
  Window window(String method, double budget, double within) {
    double[] steps =
        of(method, budget).stream()
            .filter(score -> score.error() <= within)
            .mapToDouble(Score::step)
            .toArray();
    return steps.length == 0
        ? new Window(0, Double.NaN, Double.NaN)
        : new Window(steps.length, steps[0], steps[steps.length - 1]);
  }
}

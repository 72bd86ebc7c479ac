package org.cusp.paper.gold;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.Tables;

/** Error against seconds. */
final class GoldCharts {
  private GoldCharts() {}

  /** Of a case at a gamma. */
  static Chart of(Benchmarked each, List<Double> budgets) {
    Scores scores = each.scores();
    List<Chart.Series> series = new ArrayList<>();
    series.add(
        series("Cusp, defaults", each, budget -> scores.best(List.of(ScoreWork.CUSP), budget)));
    for (String method : FieldSettings.SWEPT) {
      series.add(
          series(method + ", best step", each, budget -> scores.best(List.of(method), budget)));
    }
    for (String recipe : each.published()) {
      series.add(series(recipe, each, budget -> scores.best(List.of(recipe), budget)));
    }
    series.add(charged(each, budgets));
    double[] ends = {budgets.get(0), budgets.get(budgets.size() - 1)};
    double own = each.uncertainty();
    series.add(
        Chart.Series.plain(
            "standard error of gold", Chart.Style.EXACT, ends, new double[] {own, own}));
    String id = each.name() + "-gamma-" + each.gamma().replace(' ', '-');
    return new Chart(
        id,
        new Chart.Words(
            each.name() + ", gamma " + each.gamma(),
            "Mean error over seeds against the gold value, by seconds of work of two cores. Best steps are chosen by the gold"
                + " value; the seconds of their sweep count in the line that says so alone. What diverged has"
                + " no mark.",
            alt(each)),
        new Chart.Axis("seconds of work of two cores", Chart.Scale.LOG),
        new Chart.Axis("|LLC / gold - 1|", Chart.Scale.LOG),
        series.stream().filter(one -> one.x().length > 0).toList());
  }

  private static String alt(Benchmarked each) {
    double least = each.budgets().get(0);
    return String.format(
        Locale.ROOT,
        "Errors on logarithmic axes; after %s s Cusp's is %s, the best hand-swept %s.",
        Tables.brief(least),
        words(each.scores().best(List.of(ScoreWork.CUSP), least)),
        words(each.scores().bestSwept(least)));
  }

  private static String words(Optional<Scores.Score> score) {
    return score.map(found -> Tables.percent(found.error())).orElse("not there");
  }

  private static Chart.Series series(
      String label, Benchmarked each, DoubleFunction<Optional<Scores.Score>> at) {
    List<double[]> points = new ArrayList<>();
    for (double budget : each.budgets()) {
      at.apply(budget).ifPresent(score -> points.add(new double[] {budget, score.error()}));
    }
    return series(label, Chart.Style.JOINED, points);
  }

  /** The sweep at each budget, with the seconds of all its settings. */
  private static Chart.Series charged(Benchmarked each, List<Double> budgets) {
    Scores scores = each.scores();
    List<double[]> points = new ArrayList<>();
    for (double budget : each.budgets()) {
      scores
          .bestSwept(budget)
          .ifPresent(
              score -> points.add(new double[] {scores.cost(budget, budgets), score.error()}));
    }
    return series("best of the sweep, charged", Chart.Style.JOINED, points);
  }

  private static Chart.Series series(String label, Chart.Style style, List<double[]> points) {
    List<double[]> shown =
        points.stream().filter(point -> Double.isFinite(point[1]) && point[1] > 0).toList();
    return Chart.Series.plain(
        label,
        style,
        shown.stream().mapToDouble(point -> point[0]).toArray(),
        shown.stream().mapToDouble(point -> point[1]).toArray());
  }
}

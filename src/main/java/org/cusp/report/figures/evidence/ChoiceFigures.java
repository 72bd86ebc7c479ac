package org.cusp.report.figures.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cusp.numerics.Normal;
import org.cusp.paper.reproduction.Chart;
import org.cusp.report.figures.ChartFigure;
import org.cusp.report.plot.Figure;
import org.cusp.select.ChoiceCounts;
import org.cusp.select.ModelChoice;

/** Figures of a choice among models of several sizes. */
public final class ChoiceFigures {

  private ChoiceFigures() {}

  /**
   * How far below its best value each criterion is, against the size.
   *
   * @param size what it is, such as rank
   */
  public static Figure criteria(String target, String size, ModelChoice choice) {
    List<Chart.Series> series = new ArrayList<>();
    for (ModelChoice.Criterion criterion : choice.criteria()) {
      double best = choice.rows().stream().mapToDouble(criterion::of).max().orElseThrow();
      series.add(
          Chart.Series.plain(
              criterion.label() + ", chooses " + choice.chosen(criterion),
              Chart.Style.JOINED,
              choice.rows().stream().mapToDouble(ModelChoice.Row::size).toArray(),
              choice.rows().stream().mapToDouble(row -> 1 + best - criterion.of(row)).toArray()));
    }
    String chosen =
        series.stream().map(Chart.Series::label).collect(Collectors.joining("; ")) + ".";
    return ChartFigure.of(
        new Chart(
            "sbic",
            new Chart.Words(
                "Criteria by " + size + ": " + target,
                "Each criterion approximates the log marginal likelihood; shown is how many nats a model"
                    + " lies below the best by that criterion, plus one, so that the best stands at 1.",
                chosen),
            new Chart.Axis(size, Chart.Scale.LINEAR),
            new Chart.Axis("1 + nats below the best (log scale)", Chart.Scale.LOG),
            series));
  }

  /** The share of data sets in which each criterion chooses a size. */
  public static Figure counts(String target, String size, ChoiceCounts counts) {
    List<Chart.Series> series = new ArrayList<>();
    for (ModelChoice.Criterion criterion : counts.counts().keySet()) {
      double[] shares =
          counts.sizes().stream().mapToDouble(s -> counts.share(criterion, s)).toArray();
      double[] half = new double[shares.length];
      for (int i = 0; i < half.length; i++) {
        half[i] = Normal.QUANTILE_975 * counts.standardError(shares[i]);
      }
      series.add(
          new Chart.Series(
              criterion.label(),
              Chart.Style.JOINED,
              counts.sizes().stream().mapToDouble(Integer::doubleValue).toArray(),
              shares,
              half));
    }
    return ChartFigure.of(
        new Chart(
            "sbic-repeated",
            new Chart.Words(
                "Chosen " + size + " over " + counts.repeats() + " data sets: " + target,
                "The share of data sets in which a criterion chooses each "
                    + size
                    + "; the true one is "
                    + counts.truth()
                    + ". Bars are 95% intervals (binomial).",
                "Shares of the data sets by chosen " + size + ", one line for each criterion."),
            new Chart.Axis(size, Chart.Scale.LINEAR),
            new Chart.Axis("share of data sets", Chart.Scale.LINEAR),
            series));
  }
}

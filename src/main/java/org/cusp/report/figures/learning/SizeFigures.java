package org.cusp.report.figures.learning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.learning.LearningCurveResult;
import org.cusp.estimate.learning.LearningPoint;
import org.cusp.estimate.learning.LearningSummary;
import org.cusp.estimate.learning.LearningTheory;
import org.cusp.paper.reproduction.Chart;
import org.cusp.report.figures.ChartFigure;
import org.cusp.report.plot.Figure;

/** Losses and learning coefficients over the width or depth of a network, at the largest n. */
final class SizeFigures {
  private final LearningCurveResult result;
  private final LearnedPoints points;

  private SizeFigures(LearnedPoints points) {
    this.points = points;
    this.result = points.result();
  }

  static List<Figure> overWidths(LearnedPoints points) {
    return new SizeFigures(points)
        .over("width", LearningPoint::width, ", depth ", LearningPoint::depth);
  }

  static List<Figure> overDepths(LearnedPoints points) {
    return new SizeFigures(points)
        .over("depth", LearningPoint::depth, ", width ", LearningPoint::width);
  }

  private List<Figure> over(
      String name,
      Function<LearningPoint, Integer> across,
      String otherName,
      Function<LearningPoint, Integer> other) {
    int n = result.points().stream().mapToInt(p -> p.point().n()).max().orElseThrow();
    Map<String, List<LearningSummary>> groups =
        result.points().stream()
            .filter(p -> p.point().n() == n)
            .collect(
                Collectors.groupingBy(
                    p ->
                        other.apply(p.point()) == null
                            ? p.method()
                            : p.method() + otherName + other.apply(p.point()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    ToDoubleFunction<LearningSummary> x = p -> across.apply(p.point());
    List<Chart> charts = new ArrayList<>(List.of(losses(name, n, groups, x)));
    if (points.knowTruth()) {
      charts.add(scaledOver(name, n, groups, x));
    }
    lambda(name, n, groups).ifPresent(charts::add);
    return charts.stream().map(ChartFigure::of).toList();
  }

  private Chart losses(
      String name,
      int n,
      Map<String, List<LearningSummary>> groups,
      ToDoubleFunction<LearningSummary> x) {
    List<Chart.Series> series = new ArrayList<>();
    Function<LearningSummary, Estimate> of = points.generalisation();
    boolean knowsTruth = points.knowTruth();
    groups.forEach(
        (label, some) -> {
          series.add(
              LearnedPoints.joined(label + ": " + (knowsTruth ? "G − S" : "G"), some, x, of));
          if (!knowsTruth) {
            series.add(LearnedPoints.joined(label + ": T", some, x, LearningSummary::training));
          }
        });
    return new Chart(
        "scaling-" + name + "-loss",
        new Chart.Words(
            "Loss against " + name + ": " + result.target() + ", n = " + n,
            "Mean loss on new data (G) and on the training data (T), the data being the same for every "
                + name
                + "."
                + LearnedPoints.BARS,
            points.alt(of)),
        new Chart.Axis(name + " of the hidden layers (log scale)", Chart.Scale.LOG),
        new Chart.Axis("loss (nats per datum)", Chart.Scale.LOG),
        series);
  }

  private Chart scaledOver(
      String name,
      int n,
      Map<String, List<LearningSummary>> groups,
      ToDoubleFunction<LearningSummary> x) {
    List<Chart.Series> series = new ArrayList<>();
    List<LearningTheory> theory = result.theory();
    if (!theory.isEmpty() && name.equals("width")) {
      double[] widths = theory.stream().mapToDouble(LearningTheory::width).toArray();
      series.add(
          Chart.Series.plain(
              "λ",
              Chart.Style.EXACT,
              widths,
              theory.stream().mapToDouble(LearningTheory::lambda).toArray()));
      series.add(
          Chart.Series.plain(
              "d/2",
              Chart.Style.SOURCE,
              widths,
              theory.stream().mapToDouble(it -> it.parameters() / 2.0).toArray()));
    }
    groups.forEach(
        (label, some) ->
            series.add(
                LearnedPoints.joined(label + ": n (G − S)", some, x, LearningSummary::scaled)));
    return new Chart(
        "scaling-" + name + "-excess",
        new Chart.Words(
            "n (G − S) against " + name + ": " + result.target() + ", n = " + n,
            "The generalisation loss of Bayes times n tends to λ, that of a regular model to d/2."
                + LearnedPoints.BARS,
            points.alt(LearningSummary::scaled)),
        new Chart.Axis(name + " of the hidden layers (log scale)", Chart.Scale.LOG),
        new Chart.Axis("n (G − S) (nats)", Chart.Scale.LOG),
        series);
  }

  private Optional<Chart> lambda(String name, int n, Map<String, List<LearningSummary>> groups) {
    List<Chart.Series> series = new ArrayList<>();
    groups.forEach(
        (label, some) -> {
          List<LearningSummary> known = some.stream().filter(p -> p.lambda().value() > 0).toList();
          if (!known.isEmpty()) {
            ToDoubleFunction<LearningSummary> p = LearningSummary::parameters;
            series.add(
                Chart.Series.plain(
                    "P/2",
                    Chart.Style.EXACT,
                    known.stream().mapToDouble(p).toArray(),
                    known.stream().mapToDouble(q -> q.parameters() / 2.0).toArray()));
            series.add(
                LearnedPoints.joined(
                    "LLC after training, " + label + trusted(known),
                    known,
                    p,
                    LearningSummary::lambda));
          }
        });
    return series.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Chart(
                "scaling-" + name + "-lambda",
                new Chart.Words(
                    "Learning coefficient against size: " + result.target() + ", n = " + n,
                    "The local learning coefficient of the trained networks, at the gamma and"
                        + " temperature of cusp llc, beside P/2, that of a regular model."
                        + LearnedPoints.BARS,
                    points.alt(LearningSummary::lambda)),
                new Chart.Axis("P, parameters (log scale)", Chart.Scale.LOG),
                new Chart.Axis("LLC", Chart.Scale.LOG),
                series));
  }

  private static String trusted(List<LearningSummary> points) {
    int all = points.stream().mapToInt(LearningSummary::repeats).sum();
    int trusted = points.stream().mapToInt(LearningSummary::lambdaTrusted).sum();
    return String.format(Locale.ROOT, " (%d of %d trusted)", trusted, all);
  }
}

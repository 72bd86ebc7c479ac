package org.cusp.paper.coverage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.cusp.diagnostics.Moments;
import org.cusp.numerics.Normal;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Row;

/** What the rows of {@link Coverage} say. */
final class CoverageFindings {
  private static final double NOMINAL = 0.95;
  private static final double LEAST = 0.92;
  private static final double MOST = 0.98;
  private static final double FAR = 3;
  private static final double BIN = 0.5;
  private static final double REACH = 4;
  private static final int CURVE = 161;

  private CoverageFindings() {}

  static Findings of(List<Row> rows, List<String> problems) {
    double[] scores = scores(rows);
    List<Row> table = table(rows, problems);
    return new Findings(
        sentences(rows, scores),
        List.of(new Findings.Section("By problem", table)),
        List.of(histogram(scores), byProblem(rows)));
  }

  private static double[] scores(List<Row> rows) {
    return rows.stream()
        .flatMap(row -> Arrays.stream(row.text("scores").split(" ")))
        .filter(text -> !text.isEmpty())
        .mapToDouble(Double::parseDouble)
        .filter(Double::isFinite)
        .toArray();
  }

  private static List<Row> table(List<Row> rows, List<String> problems) {
    List<Row> table = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      table.add(
          Row.empty()
              .with("no", i + 1)
              .with("problem", problems.get(i))
              .with("runs", row.number("runs"))
              .with("exact", row.number("exact"))
              .with("llc", row.number("llc"))
              .with("se", row.number("se"))
              .with("coverage", share(row, "covered", "runs"))
              .with("trusted", share(row, "trusted", "runs"))
              .with("coverage of trusted", share(row, "trusted and covered", "trusted"))
              .with("mean z", row.number("mean z"))
              .with("sd z", row.number("sd z"))
              .with("largest |z|", row.number("largest |z|"))
              .with("used", row.text("used")));
    }
    return table;
  }

  private static double share(Row row, String part, String whole) {
    return row.number(whole) > 0 ? row.number(part) / row.number(whole) : Double.NaN;
  }

  private static double sum(List<Row> rows, String column) {
    return rows.stream().mapToDouble(row -> row.number(column)).sum();
  }

  private static List<String> sentences(List<Row> rows, double[] scores) {
    double runs = sum(rows, "runs");
    double coverage = sum(rows, "covered") / runs;
    long within =
        rows.stream()
            .mapToDouble(row -> share(row, "covered", "runs"))
            .filter(share -> share >= LEAST && share <= MOST)
            .count();
    double trusted = sum(rows, "trusted");
    long far = Arrays.stream(scores).filter(z -> Math.abs(z) > FAR).count();
    double tail = 2 * Normal.above(FAR);
    return List.of(
        String.format(
            Locale.ROOT,
            "Of %.0f intervals %.1f%% hold the exact value (standard error %.1f%%); in %d of %d"
                + " problems the share is between 92%% and 98%%.",
            runs,
            100 * coverage,
            100 * Math.sqrt(coverage * (1 - coverage) / runs),
            within,
            rows.size()),
        String.format(
            Locale.ROOT,
            "%.1f%% of the estimates are called trusted; of those %.1f%% hold it.",
            100 * trusted / runs,
            100 * sum(rows, "trusted and covered") / trusted),
        String.format(
            Locale.ROOT,
            "The standard scores have the mean %.3f and the standard deviation %.3f; %d of %d are"
                + " beyond 3, where honest normal errors would put %.1f. The largest is %.2f.",
            Moments.mean(scores),
            deviation(scores),
            far,
            scores.length,
            tail * scores.length,
            Arrays.stream(scores).map(Math::abs).max().orElse(Double.NaN)));
  }

  private static double deviation(double[] values) {
    double mean = Moments.mean(values);
    return Math.sqrt(Arrays.stream(values).map(z -> (z - mean) * (z - mean)).average().orElse(0));
  }

  /** Scores beyond the axis count in the last bins. */
  private static Chart histogram(double[] scores) {
    int bins = (int) Math.round(2 * REACH / BIN);
    double[] counts = new double[bins];
    for (double z : scores) {
      double place = Math.max(0, Math.min(bins - 1.0, Math.floor((z + REACH) / BIN)));
      counts[(int) place]++;
    }
    double unit = scores.length * BIN;
    double[] centres = IntStream.range(0, bins).mapToDouble(i -> (i + 0.5) * BIN - REACH).toArray();
    double[] heights = Arrays.stream(counts).map(count -> count / unit).toArray();
    double[] half =
        Arrays.stream(counts).map(c -> Normal.QUANTILE_975 * Math.sqrt(c) / unit).toArray();
    double[] x =
        IntStream.range(0, CURVE).mapToDouble(i -> REACH * (2.0 * i / (CURVE - 1) - 1)).toArray();
    double[] normal =
        Arrays.stream(x).map(z -> Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI)).toArray();
    return new Chart(
        "scores",
        new Chart.Words(
            "Standard scores of the LLC against the exact value",
            "Each run's (estimate - exact) / standard error, all problems together, in bins of half a"
                + " standard error; what lies beyond 4 is in the last bins. Bars are 95% intervals from"
                + " the counts. The line is the normal density that honest errors have.",
            "A histogram of standard scores beside the standard normal density."),
        new Chart.Axis("(LLC - exact) / standard error", Chart.Scale.LINEAR),
        new Chart.Axis("density", Chart.Scale.LINEAR),
        List.of(
            Chart.Series.plain("normal", Chart.Style.EXACT, x, normal),
            new Chart.Series("measured", Chart.Style.MARKS, centres, heights, half)));
  }

  private static Chart byProblem(List<Row> rows) {
    double[] number = IntStream.rangeClosed(1, rows.size()).asDoubleStream().toArray();
    double[] share = rows.stream().mapToDouble(row -> share(row, "covered", "runs")).toArray();
    double[] half =
        rows.stream()
            .mapToDouble(
                row -> Normal.halfOfShare(share(row, "covered", "runs"), row.number("runs")))
            .toArray();
    double[] ends = {0.5, rows.size() + 0.5};
    return new Chart(
        "coverage",
        new Chart.Words(
            "Coverage of 95% intervals by problem",
            "Each mark is a problem, by its number in the table; bars are 95% intervals of the share."
                + " The line is at 95%, the dashed lines at 92% and 98%.",
            "The share of intervals that hold the exact value, for each problem, near 95%."),
        new Chart.Axis("problem", Chart.Scale.LINEAR),
        new Chart.Axis("share of runs", Chart.Scale.LINEAR),
        List.of(
            level("95%", Chart.Style.EXACT, ends, NOMINAL),
            level("92%", Chart.Style.SOURCE, ends, LEAST),
            level("98%", Chart.Style.SOURCE, ends, MOST),
            new Chart.Series("measured", Chart.Style.MARKS, number, share, half)));
  }

  private static Chart.Series level(String label, Chart.Style style, double[] x, double y) {
    return Chart.Series.plain(label, style, x, new double[] {y, y});
  }
}

package org.cusp.paper.linear;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.cusp.numerics.Quantiles;
import org.cusp.paper.reproduction.Agreement;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Tables;
import org.cusp.spec.sampling.LlcSpec;

/** What the rows of {@link DeepLinearNetworks} say. */
final class DeepLinearFindings {
  private static final String CLASS = "class";
  private static final String SAMPLER = "sampler";
  private static final String GIVEN_STEP = "given step";
  private static final String HALF_RANK = "rank(J)/2";

  private DeepLinearFindings() {}

  static Findings of(List<Row> all, double works) {
    List<Row> rows = all.stream().filter(row -> row.text(GIVEN_STEP).isEmpty()).toList();
    List<Row> windows = all.stream().filter(row -> !row.text(GIVEN_STEP).isEmpty()).toList();
    List<Row> local = rows.stream().filter(DeepLinearFindings::isAbove).toList();
    List<Row> compared = rows.stream().filter(row -> !isAbove(row)).toList();
    List<Findings.Section> tables = new ArrayList<>();
    tables.add(new Findings.Section("Networks with rank(J)/2 <= lambda", summary(compared)));
    if (!local.isEmpty()) {
      tables.add(new Findings.Section("Networks with rank(J)/2 > lambda", between(local)));
    }
    if (!windows.isEmpty()) {
      tables.add(new Findings.Section("Steps that work", windowTable(windows, works)));
    }
    tables.add(new Findings.Section("Networks", networks(rows)));
    List<Chart> charts = new ArrayList<>();
    charts.add(agreement(rows));
    if (!windows.isEmpty()) {
      charts.add(windowChart(windows));
    }
    return new Findings(sentences(compared, local), tables, charts);
  }

  private static boolean isAbove(Row row) {
    return row.number(HALF_RANK) > row.number(Agreement.LAMBDA);
  }

  private static List<String> sentences(List<Row> compared, List<Row> local) {
    List<String> sentences = new ArrayList<>();
    for (String type : values(compared, CLASS)) {
      Agreement agreement = Agreement.of(of(compared, type, LlcSpec.AUTO));
      sentences.add(
          String.format(
              Locale.ROOT,
              "Class %s, %d networks, default settings: median |relative error| %s%s, %s trusted, worst trusted error %s.",
              type,
              agreement.count(),
              Tables.percent(agreement.medianError()),
              order(agreement.orderPreserved()),
              Tables.percent(agreement.trusted()),
              Tables.percent(agreement.worstTrusted())));
    }
    List<Row> auto = local.stream().filter(is(SAMPLER, LlcSpec.AUTO)).toList();
    long inside = auto.stream().filter(DeepLinearFindings::isBetween).count();
    if (!auto.isEmpty()) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "Of the %d networks with rank(J)/2 > lambda, %d have an LLC between the two (within 2 standard errors).",
              auto.size(),
              inside));
    }
    return sentences;
  }

  /** A single network has no order to preserve. */
  private static String order(double preserved) {
    return Double.isNaN(preserved)
        ? ""
        : ", order preserved in " + Tables.percent(preserved) + " of pairs";
  }

  private static boolean isBetween(Row row) {
    double slack = 2 * row.number("se");
    double llc = row.number(Agreement.LLC);
    return llc >= row.number(Agreement.LAMBDA) - slack && llc <= row.number(HALF_RANK) + slack;
  }

  private static List<Row> summary(List<Row> rows) {
    List<Row> table = new ArrayList<>();
    for (String type : values(rows, CLASS)) {
      for (String sampler : values(rows, SAMPLER)) {
        List<Row> some = of(rows, type, sampler);
        if (!some.isEmpty()) {
          table.add(
              agreement(
                  Row.empty().with(CLASS, type).with(SAMPLER, sampler), Agreement.of(some), some));
        }
      }
    }
    return table;
  }

  private static Row agreement(Row head, Agreement agreement, List<Row> rows) {
    return head.with("networks", rows.size())
        .with("finite", agreement.count())
        .with("median error", agreement.medianError())
        .with("order preserved", agreement.orderPreserved())
        .with("trusted", agreement.trusted())
        .with("worst trusted error", agreement.worstTrusted())
        .with("median seconds", median(rows, "seconds"))
        .with("median gradients", median(rows, "gradients"));
  }

  private static double median(List<Row> rows, String column) {
    return Quantiles.median(Row.column(rows, column));
  }

  private static List<Row> between(List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                row.only("network", SAMPLER, Agreement.LAMBDA, HALF_RANK, Agreement.LLC, "se")
                    .with("between", isBetween(row) ? "yes" : "no")
                    .with(Agreement.VERDICT, row.text(Agreement.VERDICT)))
        .toList();
  }

  private static List<Row> networks(List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                row.only(
                    "network",
                    SAMPLER,
                    Agreement.LAMBDA,
                    "m",
                    HALF_RANK,
                    Agreement.LLC,
                    "se",
                    "error",
                    Agreement.VERDICT,
                    "seconds",
                    "gradients"))
        .toList();
  }

  private static List<Row> windowTable(List<Row> windows, double works) {
    List<Row> table = new ArrayList<>();
    for (String sampler : values(windows, SAMPLER)) {
      List<Row> some = windows.stream().filter(is(SAMPLER, sampler)).toList();
      double[] good =
          steps(some).stream()
              .mapToDouble(Double::doubleValue)
              .filter(step -> medianError(some, step) <= works)
              .toArray();
      table.add(
          Row.empty()
              .with(SAMPLER, sampler)
              .with("median error at most", works)
              .with("from step", good.length == 0 ? null : good[0])
              .with("to step", good.length == 0 ? null : good[good.length - 1])
              .with(String.format(Locale.ROOT, "steps of %d", steps(some).size()), good.length));
    }
    return table;
  }

  private static List<Double> steps(List<Row> rows) {
    return rows.stream().map(row -> row.number(GIVEN_STEP)).distinct().sorted().toList();
  }

  /** A chain that is not finite counts as an error without bound. */
  private static double medianError(List<Row> rows, double step) {
    return Quantiles.median(
        rows.stream()
            .filter(row -> row.number(GIVEN_STEP) == step)
            .mapToDouble(Agreement::error)
            .map(error -> Double.isNaN(error) ? Double.POSITIVE_INFINITY : error)
            .toArray());
  }

  private static Chart agreement(List<Row> rows) {
    List<Row> auto = rows.stream().filter(is(SAMPLER, LlcSpec.AUTO)).toList();
    double[] ends = {
      auto.stream().mapToDouble(row -> row.number(Agreement.LAMBDA)).min().orElse(1),
      auto.stream().mapToDouble(row -> row.number(Agreement.LAMBDA)).max().orElse(10)
    };
    List<Chart.Series> series = new ArrayList<>();
    series.add(Chart.Series.plain("LLC = lambda", Chart.Style.EXACT, ends, ends));
    for (String type : values(auto, CLASS)) {
      List<Row> some = auto.stream().filter(is(CLASS, type)).toList();
      series.add(marks(type, some.stream().filter(row -> !isAbove(row)).toList()));
    }
    series.add(
        marks("rank(J)/2 > lambda", auto.stream().filter(DeepLinearFindings::isAbove).toList()));
    Agreement agreement = Agreement.of(auto.stream().filter(row -> !isAbove(row)).toList());
    return new Chart(
        "llc-lambda",
        new Chart.Words(
            "LLC of deep linear networks against the exact coefficient",
            "Each mark is a network, estimated with default settings; bars are 95% intervals. Networks"
                + " whose local coefficient may exceed lambda are marked apart.",
            String.format(
                Locale.ROOT,
                "LLC against lambda on logarithmic axes, with the diagonal; median relative error %s.",
                Tables.percent(agreement.medianError()))),
        new Chart.Axis("exact lambda", Chart.Scale.LOG),
        new Chart.Axis("LLC", Chart.Scale.LOG),
        series.stream().filter(one -> one.x().length > 0).toList());
  }

  private static Chart.Series marks(String label, List<Row> rows) {
    return new Chart.Series(
        label,
        Chart.Style.MARKS,
        rows.stream().mapToDouble(row -> row.number(Agreement.LAMBDA)).toArray(),
        rows.stream().mapToDouble(row -> row.number(Agreement.LLC)).toArray(),
        Row.intervals(rows, "se"));
  }

  private static Chart windowChart(List<Row> windows) {
    List<Chart.Series> series = new ArrayList<>();
    for (String sampler : values(windows, SAMPLER)) {
      List<Row> some = windows.stream().filter(is(SAMPLER, sampler)).toList();
      double[] steps = steps(some).stream().mapToDouble(Double::doubleValue).toArray();
      double[] errors = new double[steps.length];
      for (int i = 0; i < steps.length; i++) {
        errors[i] = medianError(some, steps[i]);
      }
      series.add(Chart.Series.plain(sampler, Chart.Style.JOINED, steps, errors));
    }
    return new Chart(
        "steps",
        new Chart.Words(
            "Error of the stochastic samplers against their step",
            "Median over networks of the relative error of the LLC; a sampler that diverges has no mark.",
            "Relative error against the step size, one line for each sampler."),
        new Chart.Axis("step size", Chart.Scale.LOG),
        new Chart.Axis("median |relative error|", Chart.Scale.LOG),
        series);
  }

  private static List<Row> of(List<Row> rows, String type, String sampler) {
    return rows.stream().filter(is(CLASS, type).and(is(SAMPLER, sampler))).toList();
  }

  private static Predicate<Row> is(String column, String value) {
    return row -> row.text(column).equals(value);
  }

  private static Set<String> values(List<Row> rows, String column) {
    return rows.stream()
        .map(row -> row.text(column))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}

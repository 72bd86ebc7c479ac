package org.cusp.paper.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cusp.numerics.Normal;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Tables;

/** What the rows of {@link RankSelection} say. */
final class RankFindings {

  private RankFindings() {}

  static Findings of(
      Row example, List<Row> frequencies, List<Row> sampled, ExpectedTable expected) {
    List<Row> exampleTable = exampleTable(example, expected);
    List<String> sentences = new ArrayList<>();
    sentences.add(exampleSentence(example, exampleTable));
    for (double signal : RankSelection.SIGNALS) {
      sentences.add(sentence(signal, with(frequencies, signal)));
    }
    sentences.add(sampledSentence(sampled));
    sentences.add(shiftedSentence(frequencies));
    List<Row> summary =
        frequencies.stream()
            .map(
                row ->
                    row.without(
                        "BIC counts", "sBIC counts", "shifted BIC counts", "shifted sBIC counts"))
            .toList();
    List<Chart> charts = new ArrayList<>();
    for (double signal : RankSelection.SIGNALS) {
      charts.add(chart(signal, with(frequencies, signal), signal == 1 ? sampled : List.of()));
    }
    return new Findings(
        sentences,
        List.of(
            new Findings.Section("Share of the data sets in which the rank is found", summary),
            new Findings.Section(
                "With WBIC, on fewer data sets",
                sampled.stream()
                    .map(row -> row.without("BIC counts", "sBIC counts", "WBIC counts"))
                    .toList()),
            new Findings.Section(
                "How often each rank is chosen",
                Stream.concat(
                        chosen(frequencies, "BIC", "sBIC", "shifted BIC", "shifted sBIC"),
                        chosen(sampled, "WBIC"))
                    .toList()),
            new Findings.Section("The example", exampleTable)),
        charts);
  }

  private static List<Row> with(List<Row> rows, double signal) {
    return rows.stream().filter(row -> row.number("signal") == signal).toList();
  }

  private static List<Row> exampleTable(Row example, ExpectedTable expected) {
    return IntStream.range(0, RankSelection.EXAMPLE_LIKELIHOODS.length)
        .mapToObj(
            rank -> {
              String key = Double.toString(rank);
              return Row.empty()
                  .with("rank", rank)
                  .with("log-likelihood", RankSelection.EXAMPLE_LIKELIHOODS[rank])
                  .with("BIC", fourDecimals(example.number("BIC " + rank)))
                  .with("expected BIC", fourDecimals(expected.number("rank", key, "BIC")))
                  .with("sBIC", fourDecimals(example.number("sBIC " + rank)))
                  .with("expected sBIC", fourDecimals(expected.number("rank", key, "sBIC")))
                  .with("shifted sBIC", fourDecimals(example.number("shifted sBIC " + rank)));
            })
        .toList();
  }

  private static String fourDecimals(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String exampleSentence(Row example, List<Row> table) {
    double worst =
        table.stream()
            .mapToDouble(
                row ->
                    Math.max(
                        difference(row, "BIC", "expected BIC"),
                        difference(row, "sBIC", "expected sBIC")))
            .max()
            .orElse(Double.NaN);
    return String.format(
        Locale.ROOT,
        "The example: BIC and sBIC of all ranks agree with the expected numbers within %.1g nats. sBIC"
            + " puts rank 4 %.1f nats below rank 3, shifted coefficients only %.1f.",
        Math.max(worst, 1e-4),
        example.number("sBIC 3") - example.number("sBIC 4"),
        example.number("shifted sBIC 3") - example.number("shifted sBIC 4"));
  }

  private static double difference(Row row, String one, String other) {
    return Math.abs(Double.parseDouble(row.text(one)) - Double.parseDouble(row.text(other)));
  }

  private static String sentence(double signal, List<Row> rows) {
    String shares =
        rows.stream()
            .map(
                row ->
                    String.format(
                        Locale.ROOT,
                        "n = %s: %s and %s",
                        row.text("n"),
                        Tables.percent(row.number("BIC")),
                        Tables.percent(row.number("sBIC"))))
            .collect(Collectors.joining("; "));
    double largest =
        rows.stream()
            .mapToDouble(row -> Math.max(row.number("BIC se"), row.number("sBIC se")))
            .max()
            .orElse(0);
    return String.format(
        Locale.ROOT,
        "Signal %s: BIC and sBIC find the rank in these shares of the data sets: %s (standard errors at most %s).",
        Tables.brief(signal),
        shares,
        Tables.percent(largest));
  }

  private static String shiftedSentence(List<Row> rows) {
    Row worst =
        rows.stream()
            .max(
                Comparator.comparingDouble(
                    row -> Math.abs(row.number("sBIC") - row.number("shifted sBIC"))))
            .orElseThrow();
    return String.format(
        Locale.ROOT,
        "Coefficients shifted by one rank change the share of sBIC most at signal %s, n = %s: %s instead of %s.",
        Tables.brief(worst.number("signal")),
        worst.text("n"),
        Tables.percent(worst.number("shifted sBIC")),
        Tables.percent(worst.number("sBIC")));
  }

  private static String sampledSentence(List<Row> rows) {
    String shares =
        rows.stream()
            .map(
                row ->
                    String.format(
                        Locale.ROOT,
                        "n = %s: %s, %s and %s",
                        row.text("n"),
                        Tables.percent(row.number("BIC")),
                        Tables.percent(row.number("sBIC")),
                        Tables.percent(row.number("WBIC"))))
            .collect(Collectors.joining("; "));
    return String.format(
        Locale.ROOT,
        "Signal 1, the first %s data sets: BIC, sBIC and WBIC find it in these shares: %s.",
        rows.get(0).text("data sets"),
        shares);
  }

  private static Stream<Row> chosen(List<Row> rows, String... criteria) {
    List<Row> table = new ArrayList<>();
    for (Row row : rows) {
      for (String name : criteria) {
        Row line = row.only("signal", "n", "data sets").with("criterion", name);
        String[] counts = row.text(name + " counts").split(" ");
        for (int rank = 0; rank < counts.length; rank++) {
          line = line.with("rank " + rank, counts[rank]);
        }
        table.add(line);
      }
    }
    return table.stream();
  }

  private static Chart.Series shares(String name, List<Row> rows) {
    return new Chart.Series(
        name,
        Chart.Style.JOINED,
        Row.column(rows, "n"),
        Row.column(rows, name),
        rows.stream().mapToDouble(row -> Normal.QUANTILE_975 * row.number(name + " se")).toArray());
  }

  private static Chart chart(double signal, List<Row> rows, List<Row> sampled) {
    double[] n = Row.column(rows, "n");
    List<Chart.Series> series = new ArrayList<>();
    series.add(shares("BIC", rows));
    series.add(shares("sBIC", rows));
    if (!sampled.isEmpty()) {
      series.add(shares("WBIC", sampled));
    }
    series.add(
        Chart.Series.plain(
            "sBIC, coefficients shifted by one rank",
            Chart.Style.SOURCE,
            n,
            Row.column(rows, "shifted sBIC")));
    return new Chart(
        "found-signal-" + Tables.brief(signal).replace('.', '-'),
        new Chart.Words(
            "How often the rank 5 is found, signal " + Tables.brief(signal),
            "The share of data sets in which the criterion is largest at the true rank. Bars are 95%"
                + " intervals (binomial).",
            "Shares of the data sets in which each criterion finds the true rank, against n."),
        new Chart.Axis("n (log scale)", Chart.Scale.LOG),
        new Chart.Axis("share of data sets", Chart.Scale.LINEAR),
        series);
  }
}

package org.cusp.paper.networks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cusp.numerics.Quantiles;
import org.cusp.paper.reproduction.Agreement;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.paper.reproduction.Tables;
import org.cusp.spec.sampling.LlcSpec;

/** Exact and stochastic samplers on one ReLU network, over the number of data. */
public final class ReluSampleSizes implements Reproduction {
  private static final List<Integer> WIDTHS = List.of(10, 20, 20, 10);
  private static final List<Integer> FULL =
      List.of(100, 316, 1_000, 3_162, 10_000, 31_623, 100_000);
  private static final List<Integer> QUICK = List.of(100, 316, 1_000);
  private static final double GAMMA = 1;

  /** Seconds for one LLC. */
  private static final double FULL_BUDGET = 30;

  private static final String MALA = "mala";
  private static final String SGLD = "sgld";

  @Override
  public String key() {
    return "lau2023-mala";
  }

  @Override
  public String title() {
    return "MALA against SGLD over the number of data";
  }

  @Override
  public String citation() {
    return "E. Lau, Z. Furman, G. Wang, D. Murfet, S. Wei, The local learning coefficient, AISTATS"
        + " 2025, arXiv:2308.12108 (data of the authors' repository)";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "On a ReLU network with 10 inputs, hidden layers of 20 and 20 and 10 outputs the source finds"
            + " SGLD and MALA in agreement from n = 100 to 100,000, MALA far slower; the LLC rises with"
            + " n more than sixfold.",
        "Here w* is a random teacher and the data its own outputs without noise, gamma = 1. The source's"
            + " scale of the loss is not known: half the mean squared error over outputs (sigma^2 ="
            + " outputs) is taken, since twice that gave an LLC 1.4 to 1.5 times the source's at n = 100"
            + " to 1,000.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("network", WIDTHS + ", ReLU, with biases, 850 parameters");
    settings.put("n", sizes(size).toString());
    settings.put("gamma", Tables.brief(GAMMA));
    settings.put("samplers", samplers().toString());
    return settings;
  }

  private static List<Integer> sizes(Size size) {
    return size.of(FULL, QUICK);
  }

  private static LlcSpec request(Size size, long seed) {
    return Estimation.within(size, seed, FULL_BUDGET);
  }

  /** The default, and the source's two where they are there. */
  private static List<String> samplers() {
    return Stream.of(LlcSpec.AUTO, MALA, SGLD)
        .filter(
            name ->
                name.equals(LlcSpec.AUTO)
                    || Estimation.CORRECTED.contains(name)
                    || Estimation.STOCHASTIC.contains(name))
        .toList();
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    List<Piece> pieces = new ArrayList<>();
    for (int n : sizes(size)) {
      ReluTeacher teacher = new ReluTeacher(WIDTHS, n, seed);
      for (String sampler : samplers()) {
        LlcSpec request = Estimation.with(request(size, seed).withGamma(GAMMA), sampler);
        pieces.add(
            new Piece(
                sampler + " " + n,
                teacher.name() + "; " + Estimation.describe(request),
                estimation ->
                    Row.empty()
                        .with("n", n)
                        .with("sampler", sampler)
                        .with(
                            estimation.at(teacher.target(), teacher.parameter(), request).row())));
      }
    }
    return pieces;
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    List<Row> table = new ArrayList<>();
    for (int n : rows.stream().mapToInt(row -> (int) row.number("n")).distinct().toArray()) {
      Row line = Row.empty().with("n", n);
      for (String sampler : samplers(rows)) {
        Row found = find(rows, n, sampler);
        line =
            line.with(sampler, found.number("llc"))
                .with(sampler + " se", found.number("se"))
                .with(sampler + " verdict", found.text("verdict"))
                .with(sampler + " seconds", found.number("seconds"));
      }
      String key = Double.toString(n);
      table.add(
          line.with("source SGLD", expected.number("n", key, "SGLD"))
              .with("source MALA", expected.number("n", key, "MALA")));
    }
    return new Findings(
        sentences(rows),
        List.of(new Findings.Section("LLC by the number of data", table)),
        List.of(chart(rows, expected)));
  }

  private static Row find(List<Row> rows, int n, String sampler) {
    return rows.stream()
        .filter(row -> row.number("n") == n && row.text("sampler").equals(sampler))
        .findFirst()
        .orElse(Row.empty());
  }

  private static Set<String> samplers(List<Row> rows) {
    return rows.stream()
        .map(row -> row.text("sampler"))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static List<String> sentences(List<Row> rows) {
    List<String> sentences = new ArrayList<>();
    for (String sampler : samplers(rows)) {
      List<Row> own = Row.where(rows, "sampler", sampler);
      List<Row> kept = kept(own);
      double[] gaps =
          kept.stream()
              .map(row -> Map.entry(row, find(rows, (int) row.number("n"), LlcSpec.AUTO)))
              .filter(pair -> !Agreement.isRejected(pair.getValue()))
              .mapToDouble(
                  pair -> Math.abs(pair.getKey().number("llc") / pair.getValue().number("llc") - 1))
              .toArray();
      sentences.add(
          String.format(
              Locale.ROOT,
              "Sampler %s: %d of %d estimates are not rejected in %.0f s in all; median difference of"
                  + " those from the default's %s.",
              sampler,
              kept.size(),
              own.size(),
              own.stream().mapToDouble(row -> row.number("seconds")).sum(),
              Tables.percent(Quantiles.median(gaps))));
    }
    return sentences;
  }

  private static List<Row> kept(List<Row> rows) {
    return rows.stream().filter(row -> !Agreement.isRejected(row)).toList();
  }

  private static Chart chart(List<Row> rows, ExpectedTable expected) {
    List<Chart.Series> series = new ArrayList<>();
    for (String source : List.of("SGLD", "MALA")) {
      series.add(
          Chart.Series.plain(
              "source, " + source,
              Chart.Style.SOURCE,
              Row.column(expected.rows(), "n"),
              Row.column(expected.rows(), source)));
    }
    for (String sampler : samplers(rows)) {
      List<Row> some = kept(Row.where(rows, "sampler", sampler));
      series.add(
          new Chart.Series(
              sampler,
              Chart.Style.JOINED,
              Row.column(some, "n"),
              Row.column(some, "llc"),
              Row.intervals(some, "se")));
    }
    return new Chart(
        "llc-n",
        new Chart.Words(
            "LLC of a ReLU network against the number of data",
            "Dashed: the source's. Estimates that their verdict does not reject, with 95% intervals.",
            "LLC against n on a logarithmic axis, a line for each sampler and for the source's."),
        new Chart.Axis("n", Chart.Scale.LOG),
        new Chart.Axis("LLC", Chart.Scale.LINEAR),
        series.stream().filter(one -> one.x().length > 0).toList());
  }
}

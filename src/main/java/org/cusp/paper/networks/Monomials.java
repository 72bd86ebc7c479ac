package org.cusp.paper.networks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.cusp.diagnostics.Moments;
import org.cusp.exact.NormalCrossing;
import org.cusp.gold.NormalCrossingLlc;
import org.cusp.numerics.Normal;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.paper.reproduction.Tables;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;

/** The LLC of normal crossings against its exact expectation at finite n. */
public final class Monomials implements Reproduction {
  private static final int DATA = 1000;
  private static final double SIGMA = 0.5;
  private static final double GAMMA = 1;

  /** Of one estimate: a fifth of the spread over data sets, and so nothing in their mean. */
  private static final double PRECISION = 0.05;

  /** Seconds for one estimate. */
  private static final double BUDGET = 20;

  private static final int FULL_DATA_SETS = 50;
  private static final int QUICK_DATA_SETS = 5;
  private static final int QUICK_POWERS = 4;

  /** Those that the source prints come first. */
  private static final List<List<Integer>> POWERS =
      List.of(
          List.of(1, 3),
          List.of(1, 2),
          List.of(0, 1),
          List.of(1, 0),
          List.of(1, 1),
          List.of(2, 2),
          List.of(0, 2),
          List.of(0, 3),
          List.of(2, 3),
          List.of(3, 3));

  @Override
  public String key() {
    return LocalCoefficients.FOLDER + "/monomials";
  }

  @Override
  public String title() {
    return "Normal crossings: the LLC against its exact expectation at finite n";
  }

  @Override
  public String citation() {
    return LocalCoefficients.SOURCE + " (tables of the authors' notebooks)";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The source compares MCMC and SGLD estimates for K = (w1^a w2^b)^2 with lambda, and finds them"
            + " lower.",
        "The gap is not the sampler's: at n = 1000 the estimator itself has an expectation below lambda,"
            + " which quadrature gives exactly, and the source's MCMC column agrees with it.",
        "Here every data set is drawn anew and the LLC estimated at w* = 0; the mean over data sets is"
            + " compared with the exact one.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "data", String.format(Locale.ROOT, "n = %d, x ~ N(0, 1), y ~ N(0, %s^2)", DATA, SIGMA));
    settings.put("data sets", dataSets(size) + " for each pair of powers");
    settings.put("gamma", Tables.brief(GAMMA) + ", the prior N(0, I) of the source");
    return settings;
  }

  private static int dataSets(Size size) {
    return size.of(FULL_DATA_SETS, QUICK_DATA_SETS);
  }

  private static String joined(List<Integer> powers) {
    return powers.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  private static String problem(List<Integer> powers) {
    return String.format(
        Locale.ROOT, "monomial:powers=%s,n=%d,sigma=%s", joined(powers), DATA, SIGMA);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    List<Piece> pieces = new ArrayList<>();
    for (List<Integer> powers : size.of(POWERS, POWERS.subList(0, QUICK_POWERS))) {
      LlcSpec request = LlcSpec.defaults(seed).until(PRECISION, BUDGET).withGamma(GAMMA);
      pieces.add(
          new Piece(
              joined(powers),
              problem(powers)
                  + "; "
                  + Estimation.describe(request)
                  + "; data sets "
                  + dataSets(size),
              estimation -> row(powers, request, dataSets(size), estimation)));
    }
    return pieces;
  }

  private static Row row(
      List<Integer> powers, LlcSpec request, int dataSets, Estimation estimation) {
    List<Estimation.Answer> answers = new ArrayList<>();
    long first = request.seed() + (long) POWERS.indexOf(powers) * FULL_DATA_SETS;
    for (int i = 0; i < dataSets; i++) {
      long seed = first + i;
      Target target = Target.ofProblem(problem(powers), seed);
      answers.add(estimation.at(target, target.truth().orElseThrow(), request.withSeed(seed)));
    }
    double[] values = answers.stream().mapToDouble(answer -> answer.llc().value()).toArray();
    double mean = Moments.mean(values);
    NormalCrossingLlc.Spread exact = new NormalCrossingLlc(powers, GAMMA).estimator(DATA, SIGMA);
    return Row.empty()
        .with("powers", joined(powers))
        .with("lambda", NormalCrossing.of(powers).rlct().lambdaValue())
        .with("exact E", exact.mean())
        .with("exact sd", exact.sd())
        .with("mean", mean)
        .with("sd", Moments.standardDeviation(values))
        .with("z", (mean - exact.mean()) / (exact.sd() / Math.sqrt(dataSets)))
        .with("mean se", answers.stream().mapToDouble(a -> a.llc().se()).average().orElse(0))
        .with("trusted", share(answers))
        .with("used", answers.get(0).sampler())
        .with("data sets", dataSets)
        .with("seconds", answers.stream().mapToDouble(Estimation.Answer::seconds).sum());
  }

  private static double share(List<Estimation.Answer> answers) {
    long trusted = answers.stream().filter(answer -> answer.verdict().isTrusted()).count();
    return (double) trusted / answers.size();
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    List<Row> table =
        rows.stream()
            .map(
                row -> {
                  String powers = row.text("powers");
                  return row.only("powers", "lambda", "exact E", "exact sd", "mean", "sd", "z")
                      .with("source MCMC", expected.number("powers", powers, "MCMC"))
                      .with("source SGLD 1e-4", expected.number("powers", powers, "SGLD 1e-4"))
                      .with("source SGLD 5e-4", expected.number("powers", powers, "SGLD 5e-4"))
                      .with("trusted", row.number("trusted"));
                })
            .toList();
    double worst = rows.stream().mapToDouble(row -> Math.abs(row.number("z"))).max().orElse(0);
    double gap =
        rows.stream()
            .mapToDouble(row -> 1 - row.number("exact E") / row.number("lambda"))
            .max()
            .orElse(0);
    String sentence =
        String.format(
            Locale.ROOT,
            "Over %d pairs of powers the mean over data sets is at most %.1f standard errors from the"
                + " exact expectation, which is up to %.0f%% below lambda.",
            rows.size(),
            worst,
            100 * gap);
    return new Findings(
        List.of(sentence),
        List.of(new Findings.Section("Means over data sets", table)),
        List.of(chart(table, rows)));
  }

  private static Chart chart(List<Row> table, List<Row> rows) {
    double[] exact = Row.column(table, "exact E");
    double[] half =
        rows.stream()
            .mapToDouble(
                row -> Normal.QUANTILE_975 * row.number("sd") / Math.sqrt(row.number("data sets")))
            .toArray();
    double[] ends = {0, Arrays.stream(exact).max().orElse(1) * 1.1};
    return new Chart(
        "mean-exact",
        new Chart.Words(
            "Mean LLC of normal crossings against its exact expectation",
            "Each mark is a pair of powers; bars are 95% intervals of our means over data sets. The"
                + " source's columns are means over 10 data sets.",
            "Mean LLC against exact expectation: a diagonal line, our means and the source's."),
        new Chart.Axis("exact E[LLC] at n = " + DATA, Chart.Scale.LINEAR),
        new Chart.Axis("mean LLC", Chart.Scale.LINEAR),
        List.of(
            Chart.Series.plain("mean = E", Chart.Style.EXACT, ends, ends),
            new Chart.Series("ours", Chart.Style.MARKS, exact, Row.column(table, "mean"), half),
            Chart.Series.plain(
                "source, MCMC", Chart.Style.MARKS, exact, Row.column(table, "source MCMC")),
            Chart.Series.plain(
                "source, SGLD 1e-4",
                Chart.Style.MARKS,
                exact,
                Row.column(table, "source SGLD 1e-4"))));
  }
}

package org.cusp.paper.phases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
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
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.run.replica.TemperedDraws;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.tuning.TemperedRun;

/** The posterior of the toy model of superposition goes from the pentagon to the hexagon. */
public final class SuperpositionPhases implements Reproduction {
  private static final int COLUMNS = 6;
  private static final int CHAINS = 4;

  /** Far more than a run with a given number of draws takes. */
  private static final double BUDGET = 600;

  private static final List<Integer> QUICK_SIZES = List.of(400, 800);
  private static final List<Integer> SIZES = List.of(300, 400, 500, 600, 750, 1000);

  /** So that runs with neighbouring seeds draw different data. */
  private static final long SEED_STRIDE = 1000;

  private static final int QUICK_SETS = 1;
  private static final int SETS = 2;
  private static final int QUICK_DRAWS = 100;
  private static final int DRAWS = 300;
  private static final int EVIDENCE_DRAWS = 100_000;

  @Override
  public String key() {
    return "chen2023-tms";
  }

  @Override
  public String title() {
    return "Toy model of superposition: the posterior goes from the pentagon to the hexagon";
  }

  @Override
  public String citation() {
    return "Z. Chen, E. Lau, J. Mendel, S. Wei, D. Murfet, Dynamical versus Bayesian phase"
        + " transitions in a toy model of superposition, arXiv:2310.06301";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The loss of the 6-gon is lower than that of the 5-gon, its learning coefficient larger (8.5"
            + " against 7): few data prefer the 5-gon, many the 6-gon.",
        "The source predicts the crossover at about n = 600 from free energies and sees it between 600"
            + " and 700 with MCMC.",
        "The naive n dL = dlambda ln n gives 445 or 1,010, depending on whether the loss is taken as"
            + " H / c or, as the likelihood has it, H / (2 c): the constants that it leaves out matter.",
        "Here the evidence of each phase is computed on expected losses by importance sampling around"
            + " its polygons, constants included, and the posterior masses are measured on drawn data by"
            + " replica exchange from the prior: the two share no code but the model.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("model", "N(ReLU(W^T W x + b), I), 6 columns, prior N(0, I)");
    settings.put(
        "phase", "k columns give back more than half of a full input: |W_i|^2 + b_i > 1/2");
    settings.put("data sets", sets(size) + " for each n");
    settings.put("replica exchange", CHAINS + " chains of " + draws(size) + " draws");
    settings.put("evidences", EVIDENCE_DRAWS + " draws for each polygon and n");
    return settings;
  }

  private static int sets(Size size) {
    return size.of(SETS, QUICK_SETS);
  }

  private static int draws(Size size) {
    return size.of(DRAWS, QUICK_DRAWS);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    List<Piece> pieces = new ArrayList<>();
    for (int n : size.of(SIZES, QUICK_SIZES)) {
      pieces.add(
          new Piece(
              String.format(Locale.ROOT, "evidence-%d", n),
              String.format(
                  Locale.ROOT, "draws %d, covariances 1, 2, 4, seed %d", EVIDENCE_DRAWS, seed),
              estimation -> evidence(n, seed)));
      for (int set = 0; set < sets(size); set++) {
        TemperingSpec settings =
            TemperingSpec.defaults(seed + SEED_STRIDE * set)
                .withDraws(draws(size))
                .withBudget(BUDGET);
        TemperingSpec few =
            new TemperingSpec(CHAINS, settings.draws(), settings.budget(), settings.seed());
        pieces.add(
            new Piece(
                String.format(Locale.ROOT, "n-%d-set-%d", n, set),
                problem(n) + "; " + few.request(),
                estimation -> measured(n, few, estimation)));
      }
    }
    return pieces;
  }

  private static String problem(int n) {
    return String.format(Locale.ROOT, "tms:columns=%d,gon=6,n=%d", COLUMNS, n);
  }

  private static Row evidence(int n, long seed) {
    PolygonEvidence.Value five = new PolygonEvidence(COLUMNS, 5).at(n, EVIDENCE_DRAWS, seed);
    PolygonEvidence.Value six = new PolygonEvidence(COLUMNS, 6).at(n, EVIDENCE_DRAWS, seed);
    double ratio = five.log() - six.log();
    return Row.empty()
        .with("what", "computed")
        .with("n", n)
        .with("share of 5", 1 / (1 + Math.exp(-ratio)))
        .with("ln Z5/Z6", ratio)
        .with("se", Math.hypot(five.se(), six.se()))
        .with("ln Z5", five.log())
        .with("ln Z6", six.log());
  }

  /** The shares of the phases among the draws of the posterior of one data set. */
  private static Row measured(int n, TemperingSpec settings, Estimation estimation) {
    Problem problem = Problems.parse(problem(n), settings.seed());
    double[] origin = new double[problem.model().size()];
    Posterior posterior = new Posterior(problem.model(), problem.data(), origin, n, 1);
    PhaseCount count = new PhaseCount(COLUMNS, settings.chains());
    try (PosteriorTensors shared =
        PosteriorTensors.of(
            posterior, problem.precision(), estimation.kernels(), estimation.workers())) {
      TemperedDraws draws =
          new TemperedRun(settings, estimation.kernels(), estimation.workers())
              .sample(shared, found -> null, count, estimation.kept());
      double five = count.share(5);
      double six = count.share(6);
      return Row.empty()
          .with("what", "measured")
          .with("n", n)
          .with("share of 5", five / (five + six))
          .with("5-gons", five)
          .with("6-gons", six)
          .with("fewer", 1 - five - six)
          .with("se over chains", count.spread(5))
          .with("rungs", draws.betas().length)
          .with("arrivals", Arrays.stream(draws.arrivals()).sum())
          .with("seconds", draws.seconds());
    }
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    List<Row> computed = rows.stream().filter(row -> row.text("what").equals("computed")).toList();
    List<Row> table = computed.stream().map(row -> beside(row, rows)).toList();
    double byEvidence = crossing(table, row -> row.number("computed"));
    double byMasses = crossing(table, row -> row.number("measured"));
    String sentence =
        String.format(
            Locale.ROOT,
            "The evidences of the two phases are equal at n = %s, the posterior masses at n = %s, a"
                + " factor %s apart; the source predicts %s and observes %s to %s.",
            Tables.brief(Math.rint(byEvidence)),
            Tables.brief(Math.rint(byMasses)),
            Tables.brief(Math.max(byMasses / byEvidence, byEvidence / byMasses)),
            source(expected, "predicted by the source"),
            source(expected, "observed by the source from"),
            source(expected, "observed by the source to"));
    Row summary =
        Row.empty()
            .with("from evidences", byEvidence)
            .with("from posterior masses", byMasses)
            .with("naive, H / c", expected.number("quantity", "naive with H / c", "n"))
            .with("naive, H / (2 c)", expected.number("quantity", "naive with H / (2 c)", "n"));
    return new Findings(
        List.of(sentence),
        List.of(
            new Findings.Section("Where the two phases weigh the same: n", List.of(summary)),
            new Findings.Section("The share of the 5-gon among 5- and 6-gons", table)),
        List.of(chart(table)));
  }

  private static String source(ExpectedTable expected, String quantity) {
    return Tables.brief(expected.number("quantity", quantity, "n"));
  }

  /** The evidences of an n, and the masses of its data sets beside them. */
  private static Row beside(Row computed, List<Row> rows) {
    double[] shares =
        rows.stream()
            .filter(row -> row.text("what").equals("measured"))
            .filter(row -> row.number("n") == computed.number("n"))
            .mapToDouble(row -> row.number("share of 5"))
            .toArray();
    double mean = Arrays.stream(shares).average().orElse(Double.NaN);
    double squares = Arrays.stream(shares).map(s -> (s - mean) * (s - mean)).sum();
    return Row.empty()
        .with("n", (int) computed.number("n"))
        .with("computed", computed.number("share of 5"))
        .with("ln Z5/Z6", computed.number("ln Z5/Z6"))
        .with("its se", computed.number("se"))
        .with("measured", mean)
        .with("se over data sets", Math.sqrt(squares / (shares.length * (shares.length - 1.0))))
        .with("data sets", shares.length);
  }

  /** The n at which a share falls through 1/2, on a straight line between neighbours. */
  static double crossing(List<Row> table, ToDoubleFunction<Row> share) {
    for (int i = 1; i < table.size(); i++) {
      double before = share.applyAsDouble(table.get(i - 1)) - 0.5;
      double after = share.applyAsDouble(table.get(i)) - 0.5;
      if (before >= 0 && after < 0) {
        double low = table.get(i - 1).number("n");
        return low + (table.get(i).number("n") - low) * before / (before - after);
      }
    }
    return Double.NaN;
  }

  private static Chart chart(List<Row> table) {
    double[] n = Row.column(table, "n");
    double[] errors = Row.column(table, "se over data sets");
    double[] half = Arrays.stream(errors).map(e -> Normal.QUANTILE_975 * e).toArray();
    return new Chart(
        "share",
        new Chart.Words(
            "The share of the pentagon in the posterior",
            "Marks are posterior masses by replica exchange, means over data sets with 95% intervals; the"
                + " line is from the evidences of the two phases on expected losses.",
            "Share of the 5-gon against n: falls from 1 to 0 between n = 300 and n = 1,000."),
        new Chart.Axis("n", Chart.Scale.LINEAR),
        new Chart.Axis("share of 5-gons among 5- and 6-gons", Chart.Scale.LINEAR),
        List.of(
            Chart.Series.plain("evidences", Chart.Style.EXACT, n, Row.column(table, "computed")),
            new Chart.Series(
                "posterior masses", Chart.Style.MARKS, n, Row.column(table, "measured"), half)));
  }
}

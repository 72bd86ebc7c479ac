package org.cusp.paper.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.diagnostics.Rhat;
import org.cusp.estimate.criteria.Wbic;
import org.cusp.exact.ReducedRank;
import org.cusp.numerics.Normal;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.paper.reproduction.Tables;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.select.ReducedRankFamily;

/** WBIC chooses the rank of a reduced-rank regression, and gives its learning coefficient. */
public final class WbicExperiment implements Reproduction {
  static final String KEY = "watanabe2013-wbic";
  private static final int WIDTH = 6;
  private static final int RANK = 3;
  private static final int N = 500;
  private static final double INPUT_SD = 3;
  private static final double NOISE = 0.1;
  private static final double PRIOR_SD = 10;
  private static final double TRUTH_SD = 0.2;
  private static final int CHAINS = 4;

  /** The second temperature is at (1 + STEP / ln n) / ln n. */
  private static final double STEP = 0.5;

  private static final int BURN_IN = 500;
  private static final int FULL_DATA_SETS = 100;
  private static final int QUICK_DATA_SETS = 1;
  private static final int FULL_DRAWS = 3_000;
  private static final int QUICK_DRAWS = 5_000;

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String title() {
    return "WBIC: choosing the rank of a reduced-rank regression, and its learning coefficient";
  }

  @Override
  public String citation() {
    return "S. Watanabe, A widely applicable Bayesian information criterion, JMLR 14 (2013) 867-897,"
        + " arXiv:1208.6338, section 6";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The source fits y = B A x with H = 1 .. 6 hidden units to data of true rank 3 (6 inputs, 6"
            + " outputs) and finds WBIC, the mean of n L_n at beta = 1/ln n, smallest at H = 3; from"
            + " two temperatures it reads off the learning coefficient.",
        "Here Gibbs chains, which draw each layer exactly given the other, take the place of a Metropolis"
            + " chain, at both temperatures, the second of which is the source's, (1 + 0.5/ln n)/ln n.",
        "The truth is drawn once; each data set is new.");
  }

  private static int dataSets(Size size) {
    return size.of(FULL_DATA_SETS, QUICK_DATA_SETS);
  }

  private static int draws(Size size) {
    return size.of(FULL_DRAWS, QUICK_DRAWS);
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "data",
        String.format(
            Locale.ROOT,
            "n = %d, x ~ N(0, %s^2 I), noise %s (known), truth of entries N(0, %s^2)",
            N,
            Tables.brief(INPUT_SD),
            NOISE,
            TRUTH_SD));
    settings.put(
        "prior", String.format(Locale.ROOT, "N(0, %s^2) of every weight", Tables.brief(PRIOR_SD)));
    settings.put("data sets", dataSets(size) + " for each H");
    settings.put(
        "sampling",
        String.format(
            Locale.ROOT, "Gibbs at both temperatures, %d chains of %d draws", CHAINS, draws(size)));
    return settings;
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    List<Piece> pieces = new ArrayList<>();
    for (int data = 0; data < dataSets(size); data++) {
      for (int hidden = 1; hidden <= WIDTH; hidden++) {
        Case one = new Case(hidden, data, draws(size), seed);
        pieces.add(
            new Piece(
                String.format(Locale.ROOT, "H %d, data %d", hidden, data + 1),
                one + "; Gibbs, chains " + CHAINS + ", burn-in " + BURN_IN,
                estimation -> one.row()));
      }
    }
    return pieces;
  }

  /** One model and one data set. */
  private record Case(int hidden, int data, int draws, long seed) {
    Row row() {
      DataSet train = WbicExperiment.data(seed, data);
      double beta = Wbic.betaOf(N);
      long start = System.nanoTime();
      double colder = beta * (1 + STEP / Math.log(N));
      double[][] energy = energies(train, beta, 0);
      double[][] other = energies(train, colder, 1);
      double distance = 1 / beta - 1 / colder;
      return Row.empty()
          .with("H", hidden)
          .with("data", data + 1)
          .with("WBIC", Moments.mean(energy) - truthLoss(seed, train))
          .with("WBIC se", Mcse.mean(energy))
          .with("lambda", theory(hidden))
          .with("estimate", (Moments.mean(energy) - Moments.mean(other)) / distance)
          .with("se", Math.hypot(Mcse.mean(energy), Mcse.mean(other)) / distance)
          .with("rhat", Rhat.rankNormalised(energy))
          .with("ess", Ess.bulk(energy))
          .with("seconds", (System.nanoTime() - start) / 1e9);
    }

    private double[][] energies(DataSet train, double beta, int number) {
      return new ReducedRankFamily(WIDTH, WIDTH, WIDTH, NOISE)
          .energies(
              train,
              hidden,
              beta,
              1 / (PRIOR_SD * PRIOR_SD),
              new ReducedRankFamily.ChainLengths(CHAINS, BURN_IN, draws),
              seed * 1000 + 20L * data + 2L * hidden + number);
    }
  }

  /** Of the true rank, or of the best approximations where the model has fewer units. */
  private static double theory(int hidden) {
    return hidden < RANK
        ? hidden * (2.0 * WIDTH - hidden) / 2
        : new ReducedRank(WIDTH, WIDTH, hidden, RANK).rlct().lambdaValue();
  }

  /** The true map, row-major: B A of entries N(0, TRUTH_SD^2). */
  private static double[] truth(long seed) {
    RandomStream stream = RandomStream.of(seed, Purpose.TRUTH, 0);
    double[] map = new double[WIDTH * WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      for (int j = 0; j < WIDTH; j++) {
        for (int k = 0; k < RANK; k++) {
          double a = stream.normal(0, (long) k * WIDTH + j);
          double b = stream.normal(1, (long) i * RANK + k);
          map[i * WIDTH + j] += TRUTH_SD * TRUTH_SD * a * b;
        }
      }
    }
    return map;
  }

  private static DataSet data(long seed, int number) {
    double[] map = truth(seed);
    double[] x = new double[N * WIDTH];
    double[] y = new double[N * WIDTH];
    RandomStream.of(seed, Purpose.INPUTS, number).normals(0, 0, x, x.length);
    RandomStream.of(seed, Purpose.OUTPUTS, number).normals(0, 0, y, y.length);
    for (int row = 0; row < N; row++) {
      for (int j = 0; j < WIDTH; j++) {
        x[row * WIDTH + j] *= INPUT_SD;
      }
      for (int i = 0; i < WIDTH; i++) {
        y[row * WIDTH + i] = NOISE * y[row * WIDTH + i] + mean(map, i, x, row);
      }
    }
    return new DataSet(KEY + " " + number, N, WIDTH, x, new Targets.Values(y, WIDTH));
  }

  private static double mean(double[] map, int output, double[] x, int row) {
    double sum = 0;
    for (int j = 0; j < WIDTH; j++) {
      sum += map[output * WIDTH + j] * x[row * WIDTH + j];
    }
    return sum;
  }

  /** n S_n, the loss of the truth over all data. */
  private static double truthLoss(long seed, DataSet data) {
    double[] map = truth(seed);
    double[] y = ((Targets.Values) data.targets()).values();
    double squares = 0;
    for (int row = 0; row < N; row++) {
      for (int i = 0; i < WIDTH; i++) {
        double residual = (y[row * WIDTH + i] - mean(map, i, data.x(), row)) / NOISE;
        squares += residual * residual;
      }
    }
    return squares / 2 + N * WIDTH * Math.log(2 * Math.PI * NOISE * NOISE) / 2;
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    List<Row> table = new ArrayList<>();
    for (int hidden = 1; hidden <= WIDTH; hidden++) {
      int h = hidden;
      List<Row> own = rows.stream().filter(row -> row.number("H") == h).toList();
      if (own.isEmpty()) {
        continue;
      }
      double[] wbic = Row.column(own, "WBIC");
      double[] estimates = Row.column(own, "estimate");
      double theory = expected.number("H", String.valueOf((double) h), "lambda");
      table.add(
          Row.empty()
              .with("H", h)
              .with("WBIC - nS", Moments.mean(wbic))
              .with("sd", Moments.standardDeviation(wbic))
              .with("lambda", theory)
              .with("two temperatures", Moments.mean(estimates))
              .with("se over data", Moments.standardError(estimates))
              .with("Monte Carlo se", error(own))
              .with("difference, %", 100 * (Moments.mean(estimates) / theory - 1)));
    }
    return new Findings(
        sentences(rows, table),
        List.of(new Findings.Section("Means over data sets", table)),
        List.of(lambdas(table), choice(rows)));
  }

  private static List<String> sentences(List<Row> rows, List<Row> table) {
    List<Double> data = rows.stream().map(row -> row.number("data")).distinct().toList();
    long right = data.stream().filter(each -> chosen(rows, each) == RANK).count();
    double worst =
        table.stream()
            .mapToDouble(row -> Math.abs(row.number("difference, %")))
            .max()
            .orElse(Double.NaN);
    return List.of(
        String.format(
            Locale.ROOT,
            "WBIC is smallest at the true rank H = %d in %d of %d data sets.",
            RANK,
            right,
            data.size()),
        String.format(
            Locale.ROOT,
            "The learning coefficient from two temperatures, averaged over data sets, is within %.1f%%"
                + " of theory for all H; Monte Carlo errors are at most %.2f.",
            worst,
            table.stream().mapToDouble(row -> row.number("Monte Carlo se")).max().orElse(0)));
  }

  /** The H of the smallest WBIC on one data set. */
  private static int chosen(List<Row> rows, double data) {
    return (int)
        rows.stream()
            .filter(row -> row.number("data") == data)
            .min((a, b) -> Double.compare(a.number("WBIC"), b.number("WBIC")))
            .orElseThrow()
            .number("H");
  }

  /** Of the mean of independent estimates. */
  private static double error(List<Row> rows) {
    double squares = Arrays.stream(Row.column(rows, "se")).map(se -> se * se).sum();
    return Math.sqrt(squares) / rows.size();
  }

  private static Chart lambdas(List<Row> table) {
    double[] hidden = Row.column(table, "H");
    double[] half =
        table.stream()
            .mapToDouble(
                row -> {
                  double se = row.number("se over data");
                  return Normal.QUANTILE_975
                      * (Double.isNaN(se) ? row.number("Monte Carlo se") : se);
                })
            .toArray();
    return new Chart(
        "lambda",
        new Chart.Words(
            "Learning coefficient from two temperatures near beta = 1/ln n",
            "Means over data sets with 95% intervals, against the exact coefficients of true rank 3.",
            "Estimates of lambda for H = 1 to 6 on the exact ones."),
        new Chart.Axis("hidden units H", Chart.Scale.LINEAR),
        new Chart.Axis("lambda", Chart.Scale.LINEAR),
        List.of(
            Chart.Series.plain("exact", Chart.Style.EXACT, hidden, Row.column(table, "lambda")),
            new Chart.Series(
                "two temperatures",
                Chart.Style.MARKS,
                hidden,
                Row.column(table, "two temperatures"),
                half)));
  }

  private static Chart choice(List<Row> rows) {
    List<Row> shown = rows.stream().filter(row -> row.number("H") >= RANK).toList();
    double[] x = Row.column(shown, "H");
    double[] theory =
        IntStream.rangeClosed(RANK, WIDTH).mapToDouble(h -> theory(h) * Math.log(N)).toArray();
    double[] axis = IntStream.rangeClosed(RANK, WIDTH).asDoubleStream().toArray();
    return new Chart(
        "wbic",
        new Chart.Words(
            "WBIC from the true rank on",
            "Each mark is a data set; below H = 3 WBIC is larger by thousands. The line is lambda ln n.",
            "WBIC grows with H from its minimum at the true rank 3."),
        new Chart.Axis("hidden units H", Chart.Scale.LINEAR),
        new Chart.Axis("WBIC - n S_n, nats", Chart.Scale.LINEAR),
        List.of(
            Chart.Series.plain("lambda ln n", Chart.Style.SOURCE, axis, theory),
            Chart.Series.plain("data sets", Chart.Style.MARKS, x, Row.column(shown, "WBIC"))));
  }
}

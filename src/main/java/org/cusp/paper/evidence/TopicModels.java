package org.cusp.paper.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cusp.diagnostics.Moments;
import org.cusp.exact.Lda;
import org.cusp.exact.ReducedRank;
import org.cusp.exact.Rlct;
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

/** Generalisation of latent Dirichlet allocation against its learning coefficient. */
public final class TopicModels implements Reproduction {
  static final String KEY = "hayashi2021-lda";
  private static final int WORDS = 4;
  private static final int DOCUMENTS = 4;
  private static final int LENGTH = 500;
  private static final int DATA = DOCUMENTS * LENGTH;
  private static final List<Integer> TOPICS = List.of(2, 3, 4);

  /** The true number of topics less one. */
  private static final int RANK = 1;

  private static final double[][] TRUE_TOPICS = {{0.5, 0.3, 0.1, 0.1}, {0.1, 0.1, 0.3, 0.5}};
  private static final double[] TRUE_SHARES = {0.1, 0.35, 0.65, 0.9};

  private static final int FULL_DATA_SETS = 500;
  private static final int QUICK_DATA_SETS = 20;

  /** Words of a document, and data sets, of the rows that follow n. */
  private static final Map<Integer, Integer> TREND = new TreeMap<>(Map.of(125, 500, 2000, 200));

  private static final List<Integer> TREND_TOPICS = List.of(3, 4);
  private static final int BURN_IN = 2000;
  private static final int FULL_SWEEPS = 10_000;
  private static final int QUICK_SWEEPS = 4000;

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String title() {
    return "Latent Dirichlet allocation: its learning coefficient and the generalisation of Bayes";
  }

  @Override
  public String citation() {
    return "N. Hayashi, The exact asymptotic form of Bayesian generalization error in latent Dirichlet"
        + " allocation, Neural Networks 137 (2021) 127-137, doi:10.1016/j.neunet.2021.01.024";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The source proves that M words, N documents and H topics, the truth having r + 1 topics, have"
            + " the learning coefficient of a reduced-rank regression of one size less, plus (M - 1)/2,"
            + " and checks it by the generalisation error of Gibbs samples.",
        "Here the coefficient is compared with the second form, lambda of the regression with M, N, H"
            + " and r + 1, less N/2, for all sizes up to 7; and n times the generalisation error is"
            + " averaged over data sets of the source's size.",
        "A word given its document has finitely many values, so the generalisation error of a data set,"
            + " the mean over documents of KL(truth || posterior mean), needs no test data.",
        "Where m = 2 the error at finite n is lower than lambda/n by about the share 1/(lambda log n)."
            + " The true topics are our own.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "data",
        String.format(
            Locale.ROOT,
            "M = %d words, N = %d documents of %d words, n = %d",
            WORDS,
            DOCUMENTS,
            LENGTH,
            DATA));
    settings.put(
        "truth",
        String.format(
            Locale.ROOT,
            "topics %s and %s; shares of the first %s",
            Arrays.toString(TRUE_TOPICS[0]),
            Arrays.toString(TRUE_TOPICS[1]),
            Arrays.toString(TRUE_SHARES)));
    settings.put("prior", "Dirichlet(1) for topics and for shares");
    settings.put("data sets", dataSets(size) + ", the same for each H");
    settings.put("sweeps", BURN_IN + " to forget the start, then " + sweeps(size));
    return settings;
  }

  private static int dataSets(Size size) {
    return size.of(FULL_DATA_SETS, QUICK_DATA_SETS);
  }

  private static int sweeps(Size size) {
    return size.of(FULL_SWEEPS, QUICK_SWEEPS);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Piece("formulas", "all sizes up to 7; seed " + seed, estimation -> formulas()));
    for (int topics : TOPICS) {
      pieces.add(
          new Piece(
              "H " + topics,
              settings(size) + "; H " + topics + "; seed " + seed,
              estimation -> row(topics, LENGTH, dataSets(size), sweeps(size), seed)));
    }
    if (size == Size.FULL) {
      TREND.forEach(
          (length, dataSets) ->
              TREND_TOPICS.forEach(
                  topics -> pieces.add(atOtherN(topics, length, dataSets, size, seed))));
    }
    return pieces;
  }

  private static Piece atOtherN(int topics, int length, int dataSets, Size size, long seed) {
    String id = String.format(Locale.ROOT, "H %d, n %d", topics, DOCUMENTS * length);
    return new Piece(
        id,
        String.format(
                Locale.ROOT, "Dirichlet(1); %d data sets; %d sweeps; ", dataSets, sweeps(size))
            + id
            + "; seed "
            + seed,
        estimation -> row(topics, length, dataSets, sweeps(size), seed));
  }

  private static Row formulas() {
    int most = 7;
    int cases = 0;
    int equal = 0;
    for (int m = 2; m <= most; m++) {
      for (int n = 2; n <= most; n++) {
        for (int h = 2; h <= most; h++) {
          for (int r = 0; r <= Math.min(h, Math.min(m, n)) - 1; r++) {
            Rlct one = new Lda(m, n, h, r).rlct();
            Rlct other = new ReducedRank(m, n, h, r + 1).rlct();
            boolean same =
                one.lambdaValue() == other.lambdaValue() - n / 2.0
                    && one.multiplicity() == other.multiplicity();
            cases++;
            equal += same ? 1 : 0;
          }
        }
      }
    }
    return Row.empty().with("cases", cases).with("equal", equal);
  }

  private static Row row(int topics, int length, int dataSets, int sweeps, long seed) {
    int n = DOCUMENTS * length;
    Rlct exact = new Lda(WORDS, DOCUMENTS, topics, RANK).rlct();
    double[] values = new double[dataSets];
    long start = System.nanoTime();
    for (int i = 0; i < dataSets; i++) {
      long drawn = RandomStream.of(seed, Purpose.DESIGN, i).bits(0, 0);
      double[][] truth = truth();
      double[][] predictive =
          new TopicGibbs(draw(truth, length, drawn), topics, drawn).predictive(BURN_IN, sweeps);
      values[i] = n * divergence(truth, predictive);
    }
    double mean = Moments.mean(values);
    double se = Moments.standardError(values);
    double predicted = exact.lambdaValue() - (exact.multiplicity() - 1) / Math.log(n);
    int parameters = (WORDS - 1) * topics + DOCUMENTS * (topics - 1);
    return Row.empty()
        .with("H", topics)
        .with("lambda", exact.lambdaValue())
        .with("m", exact.multiplicity())
        .with("lambda - (m-1)/log n", predicted)
        .with("n E[G]", mean)
        .with("se", se)
        .with("z", (mean - predicted) / se)
        .with("parameters/2", parameters / 2.0)
        .with("data sets", dataSets)
        .with("seconds", (System.nanoTime() - start) / 1e9);
  }

  /** The probability of each word in each document. */
  static double[][] truth() {
    double[][] truth = new double[DOCUMENTS][WORDS];
    for (int d = 0; d < DOCUMENTS; d++) {
      for (int x = 0; x < WORDS; x++) {
        truth[d][x] = TRUE_SHARES[d] * TRUE_TOPICS[0][x] + (1 - TRUE_SHARES[d]) * TRUE_TOPICS[1][x];
      }
    }
    return truth;
  }

  private static int[][] draw(double[][] truth, int length, long seed) {
    RandomStream stream = RandomStream.of(seed, Purpose.OUTPUTS, 0);
    int[][] counts = new int[DOCUMENTS][WORDS];
    for (int d = 0; d < DOCUMENTS; d++) {
      for (int i = 0; i < length; i++) {
        double u = stream.uniform(d, i);
        int x = 0;
        while (x < WORDS - 1 && u > truth[d][x]) {
          u -= truth[d][x];
          x++;
        }
        counts[d][x]++;
      }
    }
    return counts;
  }

  private static double divergence(double[][] truth, double[][] predictive) {
    return IntStream.range(0, DOCUMENTS)
        .mapToDouble(
            d ->
                IntStream.range(0, WORDS)
                    .mapToDouble(x -> truth[d][x] * Math.log(truth[d][x] / predictive[d][x]))
                    .sum())
        .average()
        .orElseThrow();
  }

  @Override
  public boolean comparesRows() {
    return true;
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    Row formulas = rows.get(0);
    List<Row> measured = rows.subList(1, 1 + TOPICS.size());
    List<Row> trend = trend(measured, rows.subList(1 + TOPICS.size(), rows.size()));
    List<Row> exact =
        expected.rows().stream()
            .map(
                row -> {
                  Rlct rlct =
                      new Lda(
                              (int) row.number("M"),
                              (int) row.number("N"),
                              (int) row.number("H"),
                              (int) row.number("r"))
                          .rlct();
                  return row.with("our lambda", rlct.lambdaValue())
                      .with("our m", rlct.multiplicity());
                })
            .toList();
    long agree =
        exact.stream()
            .filter(
                row ->
                    row.number("our lambda") == row.number("lambda")
                        && row.number("our m") == row.number("m"))
            .count();
    double far = measured.stream().mapToDouble(row -> Math.abs(row.number("z"))).max().orElse(0);
    List<String> sentences = new ArrayList<>();
    sentences.add(
        String.format(
            Locale.ROOT,
            "The two forms of the coefficient agree, m included, in %s of %s cases; %d of %d expected values are ours.",
            formulas.text("equal"),
            formulas.text("cases"),
            agree,
            exact.size()));
    for (Row row : measured) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "H = %s: n E[G] = %.2f +- %.2f, lambda = %s, half the parameters %s.",
              row.text("H"),
              row.number("n E[G]"),
              row.number("se"),
              Tables.brief(row.number("lambda")),
              Tables.brief(row.number("parameters/2"))));
    }
    sentences.add(
        String.format(
            Locale.ROOT,
            "The largest distance from lambda - (m - 1)/log n is %.1f standard errors.",
            far));
    if (trend.size() > TREND_TOPICS.size()) {
      TREND_TOPICS.forEach(topics -> sentences.add(trendSentence(topics, trend)));
    }
    return new Findings(
        sentences,
        List.of(
            new Findings.Section("Generalisation", measured),
            new Findings.Section("Other n", trend),
            new Findings.Section("Coefficients", exact)),
        List.of(chart(measured)));
  }

  /** The rows by topics and n, those of the source's size among them. */
  private static List<Row> trend(List<Row> measured, List<Row> others) {
    List<Row> rows = new ArrayList<>();
    for (int topics : TREND_TOPICS) {
      rows.add(Row.empty().with("n", DATA).with(measured.get(TOPICS.indexOf(topics))));
    }
    int next = 0;
    for (int length : others.isEmpty() ? List.<Integer>of() : TREND.keySet()) {
      for (int i = 0; i < TREND_TOPICS.size(); i++) {
        rows.add(Row.empty().with("n", DOCUMENTS * length).with(others.get(next++)));
      }
    }
    rows.sort(
        Comparator.<Row>comparingDouble(row -> row.number("H"))
            .thenComparingDouble(row -> row.number("n")));
    return rows;
  }

  private static String trendSentence(int topics, List<Row> trend) {
    String values =
        trend.stream()
            .filter(row -> row.number("H") == topics)
            .map(
                row ->
                    String.format(
                        Locale.ROOT,
                        "n = %s: %.2f +- %.2f",
                        row.text("n"),
                        row.number("n E[G]"),
                        row.number("se")))
            .collect(Collectors.joining("; "));
    return "H = " + topics + " by n: n E[G] at " + values + ".";
  }

  private static Chart chart(List<Row> rows) {
    double[] h = Row.column(rows, "H");
    return new Chart(
        "generalisation",
        new Chart.Words(
            "Generalisation error of latent Dirichlet allocation, two true topics",
            "n times the mean over data sets of the generalisation error of the Bayesian predictive"
                + " distribution, with 95% intervals; the line is the exact learning coefficient, the"
                + " dashed line half the number of parameters, which a regular model would have.",
            "n E[G] for two, three and four topics lies near lambda and far below half the parameters."),
        new Chart.Axis("topics of the model, H", Chart.Scale.LINEAR),
        new Chart.Axis("n E[G]", Chart.Scale.LINEAR),
        List.of(
            Chart.Series.plain("lambda", Chart.Style.EXACT, h, Row.column(rows, "lambda")),
            Chart.Series.plain(
                "parameters/2", Chart.Style.SOURCE, h, Row.column(rows, "parameters/2")),
            new Chart.Series(
                "measured",
                Chart.Style.MARKS,
                h,
                Row.column(rows, "n E[G]"),
                rows.stream()
                    .mapToDouble(row -> Normal.QUANTILE_975 * row.number("se"))
                    .toArray())));
  }
}

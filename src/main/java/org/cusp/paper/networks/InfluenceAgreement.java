package org.cusp.paper.networks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.cusp.diagnostics.Moments;
import org.cusp.diagnostics.RankCorrelation;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.paper.reproduction.Tables;

/** Bayesian and classical influences against training again without a datum. */
public final class InfluenceAgreement implements Reproduction {
  private static final int FULL_DRAWS = 3000;
  private static final int QUICK_DRAWS = 150;
  private static final int FULL_LEFT_OUT = 40;
  private static final int QUICK_LEFT_OUT = 4;
  private static final double COLD = 2000;

  /** Data of which agreement, with its error, can be told. */
  private static final int FEWEST = 3;

  @Override
  public String key() {
    return "kreer2025-bif";
  }

  @Override
  public String title() {
    return "Bayesian influence functions against leaving a datum out";
  }

  @Override
  public String citation() {
    return "P. Kreer et al., Bayesian Influence Functions for Hessian-Free Data Attribution, 2025,"
        + " arXiv:2509.26544";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The source attributes the losses of large networks to their data by covariances over draws of"
            + " a localised posterior, and finds them as good as the best approximations by"
            + " curvature at predicting what training again gives.",
        "Here a network is small enough that all three can be had: the covariances, the curvature"
            + " without approximation, and training again without a datum, for which both trainings go"
            + " from the same weights to the minimum of the posterior's own energy.",
        "The source's networks (CIFAR-10 and language models) are out of reach of two cores.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "network",
        "64-" + LeaveOneOut.HIDDEN + "-10 tanh, " + LeaveOneOut.STEPS + " steps of Adam");
    settings.put(
        "data",
        LeaveOneOut.DATA + " digits, losses of " + LeaveOneOut.QUERIES + " others are asked about");
    settings.put("left out", leftOut(size) + " data, evenly spaced");
    settings.put("draws", "8 chains of " + draws(size));
    settings.put("gamma", "the default, P / |w*|^2");
    return settings;
  }

  private static int draws(Size size) {
    return size.of(FULL_DRAWS, QUICK_DRAWS);
  }

  private static int leftOut(Size size) {
    return size.of(FULL_LEFT_OUT, QUICK_LEFT_OUT);
  }

  /** That of an LLC, and colder, where losses are nearer to linear over the draws. */
  private static List<Double> temperatures() {
    return List.of(LeaveOneOut.DATA / Math.log(LeaveOneOut.DATA), COLD);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    List<Piece> pieces = new ArrayList<>();
    for (double nBeta : temperatures()) {
      LeaveOneOut shared = new LeaveOneOut(draws(size), nBeta, seed);
      int apart = LeaveOneOut.DATA / leftOut(size);
      for (int datum = 0; datum < LeaveOneOut.DATA; datum += apart) {
        int one = datum;
        pieces.add(
            new Piece(
                String.format(Locale.ROOT, "nBeta %.0f datum %d", nBeta, datum),
                settings(size) + ", nBeta " + nBeta + ", seed " + seed,
                estimation -> row(shared, nBeta, one, estimation)));
      }
    }
    return pieces;
  }

  private static Row row(LeaveOneOut shared, double nBeta, int datum, Estimation by) {
    LeaveOneOut.Predicted predicted = shared.predicted(by);
    double[] retrained = shared.retrained(datum, by);
    double[] bayes = LeaveOneOut.row(predicted.bayes(), datum);
    double[] classical = LeaveOneOut.row(predicted.classical(), datum);
    int most = 0;
    for (int j = 0; j < retrained.length; j++) {
      most = Math.abs(retrained[j]) > Math.abs(retrained[most]) ? j : most;
    }
    return Row.empty()
        .with("nBeta", nBeta)
        .with("datum", datum)
        .with("class", shared.label(datum))
        .with("rank BIF", RankCorrelation.of(bayes, retrained))
        .with("rank curvature", RankCorrelation.of(classical, retrained))
        .with("rank BIF curvature", RankCorrelation.of(bayes, classical))
        .with("query", most)
        .with("retrained", retrained[most])
        .with("BIF", bayes[most])
        .with("BIF se", LeaveOneOut.row(predicted.bayesSe(), datum)[most])
        .with("curvature", classical[most])
        .with("verdict", predicted.verdict());
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    List<String> sentences = new ArrayList<>();
    List<Row> table = new ArrayList<>();
    for (double nBeta :
        rows.stream().mapToDouble(row -> row.number("nBeta")).distinct().toArray()) {
      List<Row> own = rows.stream().filter(row -> row.number("nBeta") == nBeta).toList();
      Row line = summary(nBeta, own);
      table.add(line);
      if (own.size() < FEWEST) {
        continue;
      }
      sentences.add(
          String.format(
              Locale.ROOT,
              "At nBeta = %.0f the rank correlation with training again, over the queries of a datum left"
                  + " out, is %.3f +- %.3f by the Bayesian influence (%s) and %.3f +- %.3f by the"
                  + " curvature, over %d data; on the query that changes most the two have rank"
                  + " correlations of %.3f +- %.3f and %.3f +- %.3f with it, over the data. With the"
                  + " curvature the Bayesian influence agrees to %.3f.",
              nBeta,
              line.number("rank BIF"),
              line.number("rank BIF se"),
              own.get(0).text("verdict"),
              line.number("rank curvature"),
              line.number("rank curvature se"),
              own.size(),
              line.number("largest BIF"),
              line.number("largest BIF se"),
              line.number("largest curvature"),
              line.number("largest curvature se"),
              line.number("rank BIF curvature")));
    }
    if (sentences.isEmpty()) {
      sentences.add("Agreement is told of three data or more at one nBeta.");
    }
    return new Findings(
        sentences,
        List.of(new Findings.Section("Agreement with training again", table)),
        List.of(chart(rows)));
  }

  private static Row summary(double nBeta, List<Row> own) {
    Row line = Row.empty().with("nBeta", nBeta);
    for (String by : List.of("rank BIF", "rank curvature", "rank BIF curvature")) {
      double[] ranks = Row.column(own, by);
      line =
          line.with(by, Moments.mean(ranks))
              .with(by + " se", Math.sqrt(Moments.variance(ranks) / ranks.length));
    }
    double[] retrained = Row.column(own, "retrained");
    for (String by : List.of("BIF", "curvature")) {
      double[] foreseen = Row.column(own, by);
      line =
          line.with("largest " + by, RankCorrelation.of(foreseen, retrained))
              .with("largest " + by + " se", jackknife(foreseen, retrained));
    }
    return line.with("data", own.size());
  }

  /** The standard error of a rank correlation over data, by leaving one out. */
  private static double jackknife(double[] x, double[] y) {
    int n = x.length;
    double[] without = new double[n];
    for (int i = 0; i < n; i++) {
      without[i] = RankCorrelation.of(allBut(i, x), allBut(i, y));
    }
    double mean = Moments.mean(without);
    double squares = Arrays.stream(without).map(r -> (r - mean) * (r - mean)).sum();
    return Math.sqrt((n - 1.0) / n * squares);
  }

  private static double[] allBut(int one, double[] x) {
    return IntStream.range(0, x.length).filter(i -> i != one).mapToDouble(i -> x[i]).toArray();
  }

  private static Chart chart(List<Row> rows) {
    double coldest = rows.stream().mapToDouble(row -> row.number("nBeta")).max().orElse(0);
    List<Row> own = rows.stream().filter(row -> row.number("nBeta") == coldest).toList();
    double[] retrained = Row.column(own, "retrained");
    double low = Arrays.stream(retrained).min().orElse(0);
    double high = Arrays.stream(retrained).max().orElse(1);
    return new Chart(
        "retrained",
        new Chart.Words(
            "Foreseen and found change of a loss when a datum is left out",
            "For each datum left out, the query whose loss changes most; nBeta = "
                + Tables.brief(coldest)
                + ". Bars: 95% intervals.",
            "Change foreseen by the Bayesian influence and by the curvature against that found by"
                + " training again, near the diagonal."),
        new Chart.Axis("training again, nats", Chart.Scale.LINEAR),
        new Chart.Axis("foreseen, nats", Chart.Scale.LINEAR),
        List.of(
            Chart.Series.plain(
                "equal", Chart.Style.EXACT, new double[] {low, high}, new double[] {low, high}),
            Chart.Series.plain(
                "curvature", Chart.Style.MARKS, retrained, Row.column(own, "curvature")),
            new Chart.Series(
                "Bayesian influence",
                Chart.Style.MARKS,
                retrained,
                Row.column(own, "BIF"),
                Row.intervals(own, "BIF se"))));
  }
}

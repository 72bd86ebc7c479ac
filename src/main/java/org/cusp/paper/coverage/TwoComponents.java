package org.cusp.paper.coverage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cusp.diagnostics.Moments;
import org.cusp.gold.LocalisedPotential;
import org.cusp.paper.networks.LocalCoefficients;
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

/** The potential with two components of different coefficients: what an estimate at each finds. */
public final class TwoComponents implements Reproduction {
  private static final int N = 1000;
  private static final int FULL_DATA_SETS = 10;
  private static final int QUICK_DATA_SETS = 3;

  /** K for sigma = 1/2, in x and y, and a disc that holds all of the posterior's mass. */
  private static final String K = "2(x-1)^2(x^2+y^2)^4";

  private static final double RADIUS = 10;

  /** The sizes at which the expected estimate without data noise is shown. */
  private static final double[] SIZES = {1e2, 1e3, 1e4, 1e5, 1e6, 1e8, 1e10, 1e12};

  private static final List<Place> PLACES =
      List.of(
          new Place("0x0", List.of(0.0, 0.0), 1),
          new Place("0x0", List.of(0.0, 0.0), 10),
          new Place("0x0", List.of(0.0, 0.0), 100),
          new Place("1x0.3", List.of(1.0, 0.3), 1),
          new Place("1x0.3", List.of(1.0, 0.3), 10),
          new Place("1x0.3", List.of(1.0, 0.3), 100));

  /** A point and how strongly it holds its chains. */
  private record Place(String at, List<Double> point, double gamma) {
    String id() {
      return at + " gamma " + Tables.brief(gamma);
    }

    String problem() {
      return "twocomponent:at=" + at + ",n=" + N;
    }

    double expected(double n) {
      return new LocalisedPotential(K, RADIUS).llc(point, gamma, n / Math.log(n));
    }
  }

  @Override
  public String key() {
    return LocalCoefficients.FOLDER + "/two-components";
  }

  @Override
  public String title() {
    return "Two components: the local coefficient at the origin and on the line";
  }

  @Override
  public String citation() {
    return LocalCoefficients.SOURCE + ", figure 1";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The slope (w1 - 1)(w1^2 + w2^2)^2 of a regression vanishes at the origin, where lambda is 1/4,"
            + " and on the line w1 = 1, where it is 1/2. The source runs SGLD from a point of each with"
            + " prior N(0, I) around it (gamma = 1) and reads off the two coefficients.",
        "At gamma = 1 the posterior around (1, 0.3) reaches the origin, and there is more of it there"
            + " the larger n is: what the estimator targets tends to 1/4 from either point. A chain finds"
            + " 1/2 there only by not crossing.",
        "Here the stated quantity (this w*, gamma, nBeta) is known by quadrature for the data of every"
            + " run, and for the population at any n; the estimates are by default but for gamma.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("data", String.format(Locale.ROOT, "n = %d, x ~ N(0, 1), y ~ N(0, 0.5^2)", N));
    settings.put("data sets", dataSets(size) + " for each point and gamma");
    return settings;
  }

  private static int dataSets(Size size) {
    return size.of(FULL_DATA_SETS, QUICK_DATA_SETS);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    List<Piece> pieces = new ArrayList<>();
    for (Place place : PLACES) {
      LlcSpec request = Estimation.settings(size, seed).withGamma(place.gamma());
      String settings =
          String.format(
              Locale.ROOT,
              "%s; %s; data sets %d",
              place.problem(),
              Estimation.describe(request),
              dataSets(size));
      pieces.add(
          new Piece(
              place.id(), settings, estimation -> row(place, request, dataSets(size), estimation)));
    }
    return pieces;
  }

  private static Row row(Place place, LlcSpec request, int dataSets, Estimation estimation) {
    double[] exact = new double[dataSets];
    double[] found = new double[dataSets];
    double[] score = new double[dataSets];
    int trusted = 0;
    double seconds = 0;
    for (int i = 0; i < dataSets; i++) {
      long seed = request.seed() + i;
      Target target = Target.ofProblem(place.problem(), seed);
      Estimation.Answer answer =
          estimation.at(target, target.truth().orElseThrow(), request.withSeed(seed));
      exact[i] = Coverage.exact(target, place.gamma()).orElseThrow().llc();
      found[i] = answer.llc().value();
      score[i] = (found[i] - exact[i]) / answer.llc().se();
      trusted += answer.verdict().isTrusted() ? 1 : 0;
      seconds += answer.seconds();
    }
    Row row =
        Row.empty()
            .with("w*", place.at())
            .with("gamma", place.gamma())
            .with("exact", Moments.mean(exact))
            .with("llc", Moments.mean(found))
            .with("se", Moments.standardError(found))
            .with("rms z", Moments.rootMeanSquare(score))
            .with("trusted", trusted)
            .with("data sets", dataSets);
    for (double n : SIZES) {
      row = row.with(column(n), place.expected(n));
    }
    return row.with("seconds", seconds);
  }

  private static String column(double n) {
    return String.format(Locale.ROOT, "n = %.0e", n);
  }

  @Override
  public boolean comparesRows() {
    return true;
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    List<Row> estimates =
        rows.stream()
            .map(
                row ->
                    row.only("w*", "gamma", "exact", "llc", "se", "rms z", "trusted", "data sets")
                        .with("source SGLD", source(row, expected, "SGLD"))
                        .with("source SGNHT", source(row, expected, "SGNHT")))
            .toList();
    List<Row> targets =
        rows.stream()
            .map(
                row -> {
                  Row some = row.only("w*", "gamma");
                  for (double n : SIZES) {
                    some = some.with(column(n), row.number(column(n)));
                  }
                  return some;
                })
            .toList();
    double worst = rows.stream().mapToDouble(row -> row.number("rms z")).max().orElse(Double.NaN);
    Row line = at(rows, "1x0.3", 1);
    Row held = at(rows, "1x0.3", 100);
    return new Findings(
        List.of(
            String.format(
                Locale.ROOT,
                "For its own data every estimate has an exact value; the root mean square of (estimate -"
                    + " exact) / se is at most %.2f over the %d settings.",
                worst,
                rows.size()),
            String.format(
                Locale.ROOT,
                "At (1, 0.3) with gamma = 1 the stated quantity is %.3f at n = 1,000 without data noise,"
                    + " and tends to 1/4; with gamma = 100 it is %.3f and stays at 1/2 up to n = 1e12"
                    + " (%.3f). The 1/2 that was read off at gamma = 1 is that of chains that had not"
                    + " crossed to the origin.",
                line.number(column(1e3)),
                held.number(column(1e3)),
                held.number(column(1e12)))),
        List.of(
            new Findings.Section("Estimates at n = 1,000, means over data sets", estimates),
            new Findings.Section("What the estimator targets without data noise, over n", targets)),
        List.of(chart(rows)));
  }

  /** The source has gamma = 1 alone. */
  private static Double source(Row row, ExpectedTable expected, String sampler) {
    return row.number("gamma") == 1 ? expected.number("w*", row.text("w*"), sampler) : null;
  }

  private static Row at(List<Row> rows, String point, double gamma) {
    return rows.stream()
        .filter(row -> row.text("w*").equals(point) && row.number("gamma") == gamma)
        .findFirst()
        .orElse(Row.empty());
  }

  private static Chart chart(List<Row> rows) {
    List<Chart.Series> series = new ArrayList<>();
    for (Row row : rows) {
      double[] targets = new double[SIZES.length];
      for (int i = 0; i < SIZES.length; i++) {
        targets[i] = row.number(column(SIZES[i]));
      }
      String label =
          "(" + row.text("w*").replace("x", ", ") + "), gamma " + Tables.brief(row.number("gamma"));
      series.add(Chart.Series.plain(label, Chart.Style.JOINED, SIZES, targets));
    }
    return new Chart(
        "targets",
        new Chart.Words(
            "What an estimate at either point targets, over n",
            "Exact, without data noise, at nBeta = n / ln n. A fixed gamma leads to the global coefficient"
                + " 1/4 in the end, unless it shuts the origin off.",
            "Six curves over n; those of the line at gamma 1 and 10 fall from above 1/4 towards it, that at"
                + " gamma 100 stays at 1/2."),
        new Chart.Axis("n", Chart.Scale.LOG),
        new Chart.Axis("expected LLC", Chart.Scale.LINEAR),
        series);
  }
}

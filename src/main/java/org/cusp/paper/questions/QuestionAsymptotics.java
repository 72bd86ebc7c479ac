package org.cusp.paper.questions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cusp.exact.NormalCrossing;
import org.cusp.gold.MonomialLaw;
import org.cusp.gold.OneStatistic;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.paper.reproduction.Tables;
import org.hipparchus.special.Gamma;

/** Does the asymptotic hold only near the singularity, and what is lambda? */
public final class QuestionAsymptotics implements Reproduction {
  private static final List<List<Integer>> POWERS =
      List.of(List.of(1), List.of(2), List.of(1, 2), List.of(1, 1), List.of(1, 1, 1));
  private static final List<Double> FULL = List.of(1e1, 1e2, 1e3, 1e4, 1e6, 1e8, 1e10, 1e12);
  private static final List<Double> QUICK = List.of(1e2, 1e3, 1e8);
  private static final double RATIO = 1.1;

  /** Beyond it a parameter is not near the singularity. */
  private static final double AWAY = 0.2;

  /** What is smaller is said to be within this. */
  private static final double SMALL = 1e-4;

  @Override
  public String key() {
    return Questions.FOLDER + "/d-asymptotics";
  }

  @Override
  public String title() {
    return "(d) Does the asymptotic hold only near the singularity, and what is lambda?";
  }

  @Override
  public String citation() {
    return Questions.SOURCE
        + "; S. Watanabe, Algebraic Geometry and Statistical Learning Theory, 2009, theorem 6.7,"
        + " doi:10.1017/CBO9780511800474";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The comment: does the expansion of the free energy hold only near a singularity, and what is"
            + " the lambda in it?",
        "The answer: F_n = -log Z_n is an integral over all parameters, and the expansion is in n, not"
            + " in the distance from a point. What lies away from the true set adds a share that falls"
            + " exponentially in n. lambda is the largest pole of the zeta function of (K, prior), the"
            + " exponent of the volume of {K < eps}, and the least of the local ones over the true set.",
        "The experiment: y ~ N(0, 1), models N(g(w), 1), w uniform on [-1, 1]^d with g a monomial. All"
            + " is exact by quadrature: E[F_n - n S_n] over data sets, its slope in log n, and the share"
            + " of the population's Z_n from |g| > 0.2.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("g", POWERS.stream().map(QuestionAsymptotics::name).toList().toString());
    settings.put("n", sizes(size).stream().map(Tables::brief).toList().toString());
    settings.put("slope", "between n and 1.1 n");
    return settings;
  }

  private static List<Double> sizes(Size size) {
    return size.of(FULL, QUICK);
  }

  private static String name(List<Integer> powers) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < powers.size(); i++) {
      text.append((char) ('a' + i)).append(powers.get(i) == 1 ? "" : "^" + powers.get(i));
    }
    return text.toString();
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    List<Piece> pieces = new ArrayList<>();
    for (List<Integer> powers : POWERS) {
      for (double n : sizes(size)) {
        String id = name(powers) + " n " + Tables.brief(n);
        pieces.add(
            new Piece(id, id + ", by quadrature, seed " + seed, estimation -> row(powers, n)));
      }
    }
    return pieces;
  }

  private static Row row(List<Integer> powers, double n) {
    MonomialLaw law = MonomialLaw.of(powers.toArray(Integer[]::new));
    OneStatistic statistic = new OneStatistic(law);
    double here = statistic.at(n, 1).freeEnergy();
    double slope = (statistic.at(RATIO * n, 1).freeEnergy() - here) / Math.log(RATIO);
    NormalCrossing crossing = NormalCrossing.of(powers);
    double lambda = crossing.rlct().lambdaValue();
    int m = crossing.rlct().multiplicity();
    return Row.empty()
        .with("g", name(powers))
        .with("n", n)
        .with("E[F_n - n S_n]", here)
        .with("slope", slope)
        .with("lambda", lambda)
        .with("m", m)
        .with("lambda - (m - 1)/log n", lambda - (m - 1) / Math.log(n))
        .with("share of Z_n away", powers.size() == 1 ? away(powers.get(0), n) : null);
  }

  /** Of the integral of exp(-n s^2 / 2) over s = w^k, w uniform, that from |s| beyond 0.2. */
  private static double away(int power, double n) {
    double shape = 1 / (2.0 * power);
    double all = Gamma.regularizedGammaP(shape, n / 2);
    return (all - Gamma.regularizedGammaP(shape, n * AWAY * AWAY / 2)) / all;
  }

  @Override
  public boolean comparesRows() {
    return true;
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    List<Row> one = rows.stream().filter(row -> row.text("g").matches("a|a\\^2")).toList();
    List<Row> many = rows.stream().filter(row -> row.number("m") > 1).toList();
    double largest = rows.stream().mapToDouble(row -> row.number("n")).max().orElse(Double.NaN);
    return new Findings(
        List.of(
            String.format(
                Locale.ROOT,
                "For one parameter the slope of the free energy in log n is within %s of lambda at n ="
                    + " 100 already. Where m is 2 or 3 it lacks (m - 1)/log n, as the theory says, which"
                    + " falls so slowly that at n = %s it is still up to %s away; in between lies ab^2,"
                    + " whose second pole 1/2 is near the first, 1/4.",
                Tables.percent(Math.max(SMALL, furthest(at(100, one)))),
                Tables.brief(largest),
                Tables.percent(furthest(at(largest, many)))),
            String.format(
                Locale.ROOT,
                "Parameters with |g| > 0.2 are four fifths of the prior of g = a; their share of Z_n is"
                    + " %s at n = 100 and %.1e at n = 1,000: the expansion is about the whole integral, the"
                    + " rest is exponentially small.",
                Tables.percent(away(100, one)),
                away(1000, one)),
            "For a checkpoint there is a local version, the integral over a neighbourhood of w*; it needs"
                + " a local minimum of the loss there, not just a low loss (page c), and its localisation"
                + " is a choice that every estimate of this project states."),
        List.of(new Findings.Section("Free energies and their slopes", rows)),
        List.of(chart(rows)));
  }

  private static List<Row> at(double n, List<Row> rows) {
    return rows.stream().filter(row -> row.number("n") == n).toList();
  }

  private static double away(double n, List<Row> rows) {
    return at(n, rows).stream()
        .filter(row -> row.text("g").equals("a"))
        .mapToDouble(row -> row.number("share of Z_n away"))
        .max()
        .orElse(Double.NaN);
  }

  /** The largest |slope / lambda - 1|. */
  private static double furthest(List<Row> rows) {
    return rows.stream()
        .mapToDouble(row -> Math.abs(row.number("slope") / row.number("lambda") - 1))
        .max()
        .orElse(Double.NaN);
  }

  private static Chart chart(List<Row> rows) {
    List<Chart.Series> series = new ArrayList<>();
    for (List<Integer> powers : POWERS) {
      List<Row> some = rows.stream().filter(row -> row.text("g").equals(name(powers))).toList();
      series.add(
          Chart.Series.plain(
              name(powers),
              Chart.Style.JOINED,
              Row.column(some, "n"),
              some.stream()
                  .mapToDouble(row -> row.number("slope") / row.number("lambda"))
                  .toArray()));
    }
    return new Chart(
        "slopes",
        new Chart.Words(
            "Slope of the free energy over lambda",
            "dE[F_n - n S_n]/d log n over lambda; 1 is the asymptotic. The lower lines have m = 2 and 3.",
            "Slopes over lambda against n: at 1 from n = 100 where m is 1, rising slowly where m is larger."),
        new Chart.Axis("n", Chart.Scale.LOG),
        new Chart.Axis("slope / lambda", Chart.Scale.LINEAR),
        series);
  }
}

package org.cusp.paper.questions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** Is K_n a Kullback-Leibler divergence, and where is its weight? */
public final class QuestionDivergence implements Reproduction {
  private static final List<Integer> FULL = List.of(10, 100, 1_000, 10_000);
  private static final List<Integer> QUICK = List.of(10, 100, 1_000);
  private static final int FULL_DATA_SETS = 4_000;
  private static final int QUICK_DATA_SETS = 1_000;
  private static final double FAR = 0.5;

  @Override
  public String key() {
    return Questions.FOLDER + "/a-divergence";
  }

  @Override
  public String title() {
    return "(a) Is K_n a Kullback-Leibler divergence, and where is its weight?";
  }

  @Override
  public String citation() {
    return Questions.SOURCE
        + "; S. Watanabe, Algebraic Geometry and Statistical Learning Theory, 2009, theorem 6.1,"
        + " doi:10.1017/CBO9780511800474";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The comment: the sum (1/n) sum_i log q(x_i)/p(x_i|w) is not a KL divergence, since its terms"
            + " are not weighted by q.",
        "The answer: it is not one; it is the empirical log-likelihood ratio K_n(w). The weight is in"
            + " the sampling of x_i from q, so that K_n is an average with mean K(w) = KL(q || p_w), and it"
            + " differs from K in what can be measured: it is random, may be negative, and near the true"
            + " parameters it fluctuates like sqrt(K/n), which is what makes free energies random.",
        "The experiment: y ~ N(0, 1), models N(s, 1) with s = g(w). Then K = s^2/2 and K_n(w) = K - s"
            + " mean(y), whatever g is: singular or not.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("n", sizes(size).toString());
    settings.put("data sets", dataSets(size) + " for each n");
    settings.put("s", "1/2, which is far from the truth, and 1/sqrt(n), which is within its reach");
    return settings;
  }

  private static List<Integer> sizes(Size size) {
    return size.of(FULL, QUICK);
  }

  private static int dataSets(Size size) {
    return size.of(FULL_DATA_SETS, QUICK_DATA_SETS);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    List<Piece> pieces = new ArrayList<>();
    for (int n : sizes(size)) {
      for (double s : new double[] {FAR, 1 / Math.sqrt(n)}) {
        String settings =
            String.format(
                Locale.ROOT,
                "y ~ N(0,1), s = %s, n = %d, %d data sets, seed %d",
                Tables.brief(s),
                n,
                dataSets(size),
                seed);
        pieces.add(
            new Piece(
                "n " + n + (s == FAR ? " far" : " near"),
                settings,
                estimation -> row(n, s, dataSets(size), seed)));
      }
    }
    return pieces;
  }

  private static Row row(int n, double s, int dataSets, long seed) {
    double k = s * s / 2;
    double sum = 0;
    double squares = 0;
    double lowest = 0;
    int negative = 0;
    for (int i = 0; i < dataSets; i++) {
      double mean = mean(RandomStream.of(seed, Purpose.OUTPUTS, i), n);
      double empirical = k - s * mean;
      sum += empirical;
      squares += (empirical - k) * (empirical - k);
      negative += empirical < 0 ? 1 : 0;
      lowest -= n * mean * mean / 2;
    }
    double sd = Math.sqrt(squares / dataSets);
    return Row.empty()
        .with("n", n)
        .with("s", s)
        .with("K", k)
        .with("mean K_n", sum / dataSets)
        .with("se", sd / Math.sqrt(dataSets))
        .with("sd of K_n", sd)
        .with("sqrt(2 K/n)", Math.sqrt(2 * k / n))
        .with("share negative", negative / (double) dataSets)
        .with("predicted", Normal.below(-Math.sqrt(n) * s / 2))
        .with("n min K_n", lowest / dataSets);
  }

  private static double mean(RandomStream stream, int n) {
    double[] y = new double[n];
    stream.normals(0, 0, y, n);
    double sum = 0;
    for (double value : y) {
      sum += value;
    }
    return sum / n;
  }

  @Override
  public boolean comparesRows() {
    return true;
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    double largest =
        rows.stream()
            .mapToDouble(
                row -> Math.abs(row.number("mean K_n") - row.number("K")) / row.number("se"))
            .max()
            .orElse(Double.NaN);
    List<Row> near = rows.stream().filter(row -> row.number("s") != FAR).toList();
    List<Row> far = rows.stream().filter(row -> row.number("s") == FAR).toList();
    Row last = near.get(near.size() - 1);
    return new Findings(
        List.of(
            String.format(
                Locale.ROOT,
                "K_n is unbiased for K: the largest deviation of %d means is %.1f standard errors.",
                rows.size(),
                largest),
            String.format(
                Locale.ROOT,
                "A KL divergence is never negative; K_n at s = 1/sqrt(n) is negative in %s of data"
                    + " sets at every n (%s predicted), and its minimum over s is -mean(y)^2/2 < 0 always:"
                    + " n min K_n is %.3f on average (-1/2 exactly).",
                Tables.percent(last.number("share negative")),
                Tables.percent(last.number("predicted")),
                last.number("n min K_n")),
            "Far from the truth K_n settles at K like 1/sqrt(n); within 1/sqrt(n) of the truth K_n and"
                + " K differ by as much as K is, at every n. That is the regime in which posteriors live,"
                + " and why F_n is a random variable with an O(1) part, and lambda its log n part."),
        List.of(
            new Findings.Section("Far from the truth, s = 1/2", far),
            new Findings.Section("Within the reach of the data, s = 1/sqrt(n)", near)),
        List.of(chart(far, near)));
  }

  private static Chart chart(List<Row> far, List<Row> near) {
    return new Chart(
        "fluctuation",
        new Chart.Words(
            "Spread of K_n about K",
            "The standard deviation of K_n over data sets; lines are sqrt(2K/n).",
            "The spread of K_n falls like 1/sqrt(n) far from the truth and like 1/n within its reach."),
        new Chart.Axis("n", Chart.Scale.LOG),
        new Chart.Axis("standard deviation of K_n (nats per datum)", Chart.Scale.LOG),
        List.of(
            line("sqrt(2K/n), s = 1/2", far),
            line("sqrt(2K/n), s = 1/sqrt(n)", near),
            marks("s = 1/2", far),
            marks("s = 1/sqrt(n)", near)));
  }

  private static Chart.Series line(String label, List<Row> rows) {
    return Chart.Series.plain(
        label, Chart.Style.EXACT, Row.column(rows, "n"), Row.column(rows, "sqrt(2 K/n)"));
  }

  private static Chart.Series marks(String label, List<Row> rows) {
    return Chart.Series.plain(
        label, Chart.Style.MARKS, Row.column(rows, "n"), Row.column(rows, "sd of K_n"));
  }
}

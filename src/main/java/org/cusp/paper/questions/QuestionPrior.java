package org.cusp.paper.questions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.diagnostics.Moments;
import org.cusp.exact.NormalCrossing;
import org.cusp.gold.OneStatistic;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.paper.reproduction.Tables;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.problem.expected.ExactFreeEnergy;

/** Is the Hamiltonian not given by the prior too, and where does the ratio come from? */
public final class QuestionPrior implements Reproduction {
  private static final int POWER = 2;
  private static final List<Integer> VANISHING = List.of(0, 1, 2, 3);
  private static final List<Double> PRECISIONS = List.of(0.25, 1.0, 4.0);
  private static final List<Integer> FULL = List.of(100, 1_000, 10_000, 100_000);
  private static final List<Integer> QUICK = List.of(100, 10_000);
  private static final int DATA_SETS = 60;
  private static final double LARGE_N = 1e4;
  private static final double RATIO = 1.1;
  private static final String SMOOTH = "smooth";
  private static final String ZERO = "zero of order h";
  private static final String KIND = "prior";

  @Override
  public String key() {
    return Questions.FOLDER + "/b-prior";
  }

  @Override
  public String title() {
    return "(b) Is the Hamiltonian not given by the prior too, and where does the ratio come from?";
  }

  @Override
  public String citation() {
    return Questions.SOURCE_AND_BOOK;
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The comment: the Hamiltonian of the posterior is given by the prior as well, and it is not"
            + " clear where a ratio of likelihoods comes from.",
        "The answer: yes. The posterior is exp(-H_n)/Z with H_n(w) = n K_n(w) - log prior(w) at"
            + " temperature 1. The prior is of order 1 against n: a smooth positive one moves the free"
            + " energy by a constant and leaves lambda alone; one that vanishes on the true set like"
            + " |w|^h changes lambda to (h + 1)/(2k). The ratio only subtracts n S_n, which does not"
            + " depend on w: Z_n / prod_i q(x_i) has the same posterior.",
        "The experiment: y ~ N(0, 1), models N(w^2, 1), w on [-1, 1]; all by quadrature. Smooth priors"
            + " are N(0, 1/gamma) in u with w = 2 Phi(u) - 1: uniform at gamma = 1, with density"
            + " sqrt(gamma)/2 at w = 0 in general, so that the free energy should move by -(1/2) log"
            + " gamma.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("smooth priors", "gamma = " + PRECISIONS + ", n = " + sizes(size));
    settings.put("data sets", DATA_SETS + " for each n, the same for all priors");
    settings.put("priors with a zero", "|w|^h, h = " + VANISHING + ", expectations at n = 10,000");
    return settings;
  }

  private static List<Integer> sizes(Size size) {
    return size.of(FULL, QUICK);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    List<Piece> pieces = new ArrayList<>();
    for (int n : sizes(size)) {
      for (double gamma : PRECISIONS) {
        String id = "gamma " + Tables.brief(gamma) + " n " + n;
        String settings = id + ", " + DATA_SETS + " data sets from seed " + seed;
        pieces.add(new Piece(id, settings, estimation -> smooth(n, gamma, seed)));
      }
    }
    for (int h : VANISHING) {
      String id = "h " + h;
      pieces.add(new Piece(id, id + ", by quadrature, seed " + seed, estimation -> vanishing(h)));
    }
    return pieces;
  }

  private static Row smooth(int n, double gamma, long seed) {
    Problem problem = Problems.parse("normal-mean:powers=" + POWER + ",n=" + n, seed);
    double[] excess = new double[DATA_SETS];
    double[] shift = new double[DATA_SETS];
    double[] origin = {0};
    for (int i = 0; i < DATA_SETS; i++) {
      DataSet data = problem.law().draw(n, seed + i);
      ExactFreeEnergy exact = ExactFreeEnergy.of(problem, data).orElseThrow();
      double uniform = exact.at(n, origin, 1).orElseThrow();
      double here = exact.at(n, origin, gamma).orElseThrow();
      excess[i] = here - lossOfTruth(data);
      shift[i] = here - uniform;
    }
    double predicted = -Math.log(gamma) / 2;
    return Row.empty()
        .with(KIND, SMOOTH)
        .with("gamma", gamma)
        .with("n", n)
        .with("mean F_n - n S_n", Moments.mean(excess))
        .with("se", Moments.standardError(excess))
        .with(
            "exact mean",
            gamma == 1 ? OneStatistic.of(List.of(POWER), 0).at(n, 1).freeEnergy() : null)
        .with("F_n less that of the uniform prior", Moments.mean(shift))
        .with("-(1/2) log gamma", predicted);
  }

  /** n S_n: of y ~ N(0, 1), in nats. */
  private static double lossOfTruth(DataSet data) {
    double[] y = ((Targets.Values) data.targets()).values();
    return data.n() * Math.log(2 * Math.PI) / 2 + Arrays.stream(y).map(v -> v * v / 2).sum();
  }

  private static Row vanishing(int h) {
    OneStatistic statistic = OneStatistic.of(List.of(POWER), h);
    OneStatistic.Expectations here = statistic.at(LARGE_N, 1);
    double slope =
        (statistic.at(RATIO * LARGE_N, 1).freeEnergy() - here.freeEnergy()) / Math.log(RATIO);
    NormalCrossing crossing = new NormalCrossing(List.of(POWER), List.of(h));
    return Row.empty()
        .with(KIND, ZERO)
        .with("h", h)
        .with("lambda", crossing.rlct().lambdaValue())
        .with("slope of E[F_n - n S_n] in log n", slope)
        .with("n E[G_n]", here.bayesGeneralisation())
        .with("nu", here.singularFluctuation());
  }

  @Override
  public boolean comparesRows() {
    return true;
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    List<Row> smooth = Row.where(rows, KIND, SMOOTH);
    List<Row> zero = Row.where(rows, KIND, ZERO);
    double last = smooth.stream().mapToDouble(row -> row.number("n")).max().orElse(Double.NaN);
    double off =
        smooth.stream()
            .filter(row -> row.number("n") == last)
            .mapToDouble(
                row ->
                    Math.abs(
                        row.number("F_n less that of the uniform prior")
                            - row.number("-(1/2) log gamma")))
            .max()
            .orElse(Double.NaN);
    double slopes =
        zero.stream()
            .mapToDouble(
                row ->
                    Math.abs(
                        row.number("slope of E[F_n - n S_n] in log n") / row.number("lambda") - 1))
            .max()
            .orElse(Double.NaN);
    return new Findings(
        List.of(
            String.format(
                Locale.ROOT,
                "Smooth priors: the free energy moves by a constant, -(1/2) log gamma to within %.2g nats"
                    + " at n = %s, while it grows by lambda log n.",
                off,
                Tables.brief(last)),
            String.format(
                Locale.ROOT,
                "Priors with a zero on the true set: the slope in log n is (h + 1)/(2k) to within %s, and"
                    + " n E[G_n] goes from %s to %s as h goes from 0 to 3: such a prior is a change of the"
                    + " singularity, in the free energy and in generalisation alike.",
                Tables.percent(Math.max(1e-4, slopes)),
                Tables.brief(zero.get(0).number("n E[G_n]")),
                Tables.brief(zero.get(zero.size() - 1).number("n E[G_n]"))),
            "With gamma = 1 the mean over data sets agrees with its exact expectation: subtracting n"
                + " S_n, the 'ratio', is a constant for each data set."),
        List.of(
            new Findings.Section("Smooth priors", Row.without(smooth, KIND)),
            new Findings.Section(
                "Priors with a zero of order h on the true set", Row.without(zero, KIND))),
        List.of(chart(smooth)));
  }

  private static Chart chart(List<Row> smooth) {
    List<Chart.Series> series = new ArrayList<>();
    for (double gamma : PRECISIONS) {
      List<Row> some = smooth.stream().filter(row -> row.number("gamma") == gamma).toList();
      series.add(
          new Chart.Series(
              "gamma = " + Tables.brief(gamma),
              Chart.Style.JOINED,
              Row.column(some, "n"),
              Row.column(some, "mean F_n - n S_n"),
              Row.intervals(some, "se")));
    }
    return new Chart(
        "priors",
        new Chart.Words(
            "Free energies under smooth priors",
            "Means over data sets with 95% intervals; the lines are parallel.",
            "Three parallel lines of slope 1/4 in log n, one for each prior."),
        new Chart.Axis("n", Chart.Scale.LOG),
        new Chart.Axis("F_n - n S_n (nats)", Chart.Scale.LINEAR),
        series);
  }
}

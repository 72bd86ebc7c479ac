package org.cusp.paper.evidence;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cusp.data.DataSet;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.freeenergy.DataDraws;
import org.cusp.estimate.freeenergy.FreeEnergyCurve;
import org.cusp.estimate.freeenergy.FreeEnergyEstimator;
import org.cusp.estimate.freeenergy.FreeEnergyFit;
import org.cusp.estimate.freeenergy.Prior;
import org.cusp.gold.ConditionalFreeEnergy;
import org.cusp.gold.OneStatistic;
import org.cusp.numerics.Normal;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.problem.Problem;
import org.cusp.problem.expected.ExactFreeEnergy;
import org.cusp.run.Target;
import org.cusp.spec.sampling.TemperingSpec;

/** The learning coefficient from the growth of the free energy with the number of data. */
public final class FreeEnergyCurves implements Reproduction {
  static final String KEY = "free-energy-curves";

  /**
   * @param precision standard error of each F, nats
   */
  private record Case(List<Integer> powers, int m, double precision) {
    String name() {
      return String.join("x", powers.stream().map(String::valueOf).toList());
    }

    double lambda() {
      return 1.0 / (2 * powers.stream().mapToInt(Integer::intValue).max().orElseThrow());
    }

    String problem() {
      return "normal-mean:powers=" + name() + ",n=100";
    }

    /** E[F_n - n S_n] over data sets, by quadrature. */
    double expected(int n) {
      return OneStatistic.of(powers, 0).at(n, 1).freeEnergy();
    }
  }

  private static final List<Case> CASES =
      List.of(
          new Case(List.of(1), 1, 0.05),
          new Case(List.of(2), 1, 0.05),
          new Case(List.of(3), 1, 0.03),
          new Case(List.of(4), 1, 0.03),
          new Case(List.of(1, 1), 2, 0.05),
          new Case(List.of(1, 2), 1, 0.03));

  private static final int[] FULL_N = {100, 300, 1000, 3000, 10_000};
  private static final int[] QUICK_N = {100, 200, 500, 1000};

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String title() {
    return "The learning coefficient is the slope of the free energy in log n";
  }

  @Override
  public String citation() {
    return "S. Watanabe, Algebraic Geometry and Statistical Learning Theory, Cambridge University"
        + " Press 2009, doi:10.1017/CBO9780511800474";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "F_n = n L_n(w0) + lambda log n - (m - 1) log log n + O_p(1): fitted to free energies of a"
            + " singular mean y ~ N(g(w), 1), g = prod w_i^(k_i), with a uniform prior, it gives the"
            + " lambda of the algebraic answer.",
        "What is of order 1 fluctuates between data sets as much as lambda log n grows in a decade."
            + " For these problems the exact free energy of each data set and its mean over all data"
            + " sets are known by quadrature; 'controlled' is the fit to the sampled free energies"
            + " less the fit to the exact ones of the same data, plus the fit to the exact means:"
            + " what sampling gets wrong and what the asymptotic form leaves, without the luck of the"
            + " data.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("n", Arrays.toString(n(size)));
    settings.put("data sets", "" + sets(size));
    settings.put("each F", "the defaults of cusp free-energy, to 0.03 or 0.05 nats");
    return settings;
  }

  private static int[] n(Size size) {
    return size.of(FULL_N, QUICK_N);
  }

  private static int sets(Size size) {
    return size.of(12, 3);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    return CASES.stream()
        .map(
            one ->
                new Piece(
                    one.name(),
                    one.problem()
                        + " to "
                        + one.precision()
                        + "; "
                        + settings(size)
                        + ", seeds from "
                        + seed,
                    estimation -> row(one, size, seed, estimation)))
        .toList();
  }

  private static Row row(Case one, Size size, long seed, Estimation estimation) {
    long start = System.nanoTime();
    Target target = Target.ofProblem(one.problem(), seed);
    Problem problem = target.problem().orElseThrow();
    Prior prior = new Prior.Global(problem.priorSd());
    FreeEnergyEstimator estimator =
        new FreeEnergyEstimator(
            TemperingSpec.defaults(seed),
            one.precision(),
            estimation.kernels(),
            estimation.workers());
    FreeEnergyCurve.Question question =
        new FreeEnergyCurve.Question(
            target,
            target.points().get(0),
            prior,
            n(size),
            sets(size),
            DataDraws.of(problem.law(), seed));
    FreeEnergyCurve curve =
        FreeEnergyCurve.of(
            question, estimator, data -> exact(problem, prior, data), estimation.kept());
    FreeEnergyFit.Curve sampled = curve.excess();
    FreeEnergyFit.Curve known = curve.exactExcess().orElseThrow();
    Estimate plain = FreeEnergyFit.of(sampled, one.m()).lambda();
    FreeEnergyFit.Curve errors = difference(sampled, known);
    double[] means = IntStream.of(n(size)).mapToDouble(one::expected).toArray();
    FreeEnergyFit.Curve expected =
        new FreeEnergyFit.Curve(n(size), new double[][] {means}, ones(means.length));
    Estimate plainError = FreeEnergyFit.of(errors, 1).lambda();
    Estimate poleError = FreeEnergyFit.withNextPole(errors, 1).orElseThrow().lambda();
    double form = FreeEnergyFit.of(expected, one.m()).lambda().value();
    double pole = FreeEnergyFit.withNextPole(expected, one.m()).orElseThrow().lambda().value();
    return Row.empty()
        .with("powers", one.name())
        .with("lambda", one.lambda())
        .with("m", one.m())
        .with("fit", plain.value())
        .with("fit se", plain.se())
        .with("exact, same data", FreeEnergyFit.of(known, one.m()).lambda().value())
        .with("exact, all data", form)
        .with("controlled", form + plainError.value())
        .with("controlled se", plainError.se())
        .with("exact, all data, next pole", pole)
        .with("next pole, controlled", pole + poleError.value())
        .with("next pole, controlled se", poleError.se())
        .with("seconds", (System.nanoTime() - start) / 1e9);
  }

  private static double[][] ones(int length) {
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    return new double[][] {ones};
  }

  private static Optional<ConditionalFreeEnergy.Value> exact(
      Problem problem, Prior prior, DataSet data) {
    double[] w = problem.truth();
    return ExactFreeEnergy.of(problem, data)
        .map(known -> known.valueAt(data.n(), prior.centre(w), prior.gamma(problem.model(), w)));
  }

  private static FreeEnergyFit.Curve difference(FreeEnergyFit.Curve a, FreeEnergyFit.Curve b) {
    double[][] excess = new double[a.excess().length][];
    for (int set = 0; set < excess.length; set++) {
      double[] other = b.excess()[set];
      excess[set] = a.excess()[set].clone();
      for (int k = 0; k < other.length; k++) {
        excess[set][k] -= other[k];
      }
    }
    return new FreeEnergyFit.Curve(a.n(), excess, a.se());
  }

  @Override
  public boolean comparesRows() {
    return true;
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    String single = worst(rows, "controlled", row -> row.number("m") == 1 && isNotSlow(row));
    String pole = worst(rows, "next pole, controlled", row -> true);
    return new Findings(
        List.of(
            "Without the luck of the data: the plain fit is within "
                + single
                + " of lambda where m = 1 and no second pole is near (all but 1x2).",
            "With a term r n^(-1/4) for the next pole it is within "
                + pole
                + " for all, 1x2 and the double pole of 1x1 among them.",
            String.format(
                Locale.ROOT,
                "The data's own luck leaves the fit to the sampled free energies an error of %.3g to"
                    + " %.3g.",
                rows.stream().mapToDouble(row -> row.number("fit se")).min().orElse(0),
                rows.stream().mapToDouble(row -> row.number("fit se")).max().orElse(0))),
        List.of(new Findings.Section("By problem", rows)),
        List.of(chart(rows)));
  }

  private static boolean isNotSlow(Row row) {
    return !row.text("powers").equals("1x2");
  }

  private static String worst(
      List<Row> rows, String column, java.util.function.Predicate<Row> which) {
    double worst =
        rows.stream()
            .filter(which)
            .mapToDouble(row -> Math.abs(row.number(column) / row.number("lambda") - 1))
            .max()
            .orElse(Double.NaN);
    return String.format(Locale.ROOT, "%.1f%%", 100 * worst);
  }

  private static Chart chart(List<Row> rows) {
    double[] number = IntStream.rangeClosed(1, rows.size()).asDoubleStream().toArray();
    double[] ends = {0.5, rows.size() + 0.5};
    return new Chart(
        "lambda",
        new Chart.Words(
            "Lambda fitted to free energies, relative to the exact one",
            "For the rows of the table in their order, the controlled fit over the exact lambda, plain and"
                + " with a term for the next pole. Bars are 95% intervals of what sampling adds.",
            "Ratios of fitted to exact lambda near 1, but for the plain fit of the last row."),
        new Chart.Axis("row of the table", Chart.Scale.LINEAR),
        new Chart.Axis("fitted lambda / exact lambda", Chart.Scale.LINEAR),
        List.of(
            Chart.Series.plain("exact", Chart.Style.EXACT, ends, new double[] {1, 1}),
            series("plain", rows, number, "controlled"),
            series("with the next pole", rows, number, "next pole, controlled")));
  }

  private static Chart.Series series(String label, List<Row> rows, double[] number, String column) {
    return new Chart.Series(
        label,
        Chart.Style.MARKS,
        number,
        rows.stream().mapToDouble(row -> row.number(column) / row.number("lambda")).toArray(),
        rows.stream()
            .mapToDouble(
                row -> Normal.QUANTILE_975 * row.number(column + " se") / row.number("lambda"))
            .toArray());
  }
}

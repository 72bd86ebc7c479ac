package org.cusp.paper.coverage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cusp.data.DataSet;
import org.cusp.diagnostics.Moments;
import org.cusp.estimate.freeenergy.FreeEnergy;
import org.cusp.estimate.freeenergy.FreeEnergyEstimator;
import org.cusp.estimate.freeenergy.Prior;
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
import org.cusp.problem.Problems;
import org.cusp.problem.expected.ExactFreeEnergy;
import org.cusp.run.Progress;
import org.cusp.run.replica.TemperedDraws;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.state.Bookmark;

/** How often the printed interval of a free energy holds the exact one for the data of the run. */
public final class FreeEnergyCoverage implements Reproduction {
  static final String KEY = "free-energy-coverage";

  /**
   * @param runs of a full reproduction: coverage needs many, precision takes long
   * @param precision standard error asked for, nats
   */
  private record Case(String problem, Prior prior, int runs, double precision) {
    String name() {
      return problem + ", " + prior.kind().label() + " to " + precision;
    }
  }

  private static Case counted(String problem, Prior prior) {
    return new Case(problem, prior, 100, FreeEnergyEstimator.DEFAULT_PRECISION);
  }

  /** Asked for a third of 1% of F - n L_n(w_0), so that three errors are 1%. */
  private static Case precise(String problem, double precision) {
    return new Case(problem, GLOBAL, PRECISE_RUNS, precision);
  }

  private static final int PRECISE_RUNS = 5;
  private static final double BUDGET = 120;
  private static final int QUICK_RUNS = 4;
  private static final int QUICK_CASES = 3;
  private static final Prior GLOBAL = new Prior.Global(1);
  private static final Prior LOCAL = new Prior.Local(OptionalDouble.empty());

  private static final List<Case> CASES =
      List.of(
          counted("conjugate:dimension=3,n=100", GLOBAL),
          counted("conjugate:dimension=10,n=1000", GLOBAL),
          counted("rrr:inputs=2,outputs=2,hidden=1,rank=0,n=1000", GLOBAL),
          counted("normal-mean:powers=1x2,n=1000", GLOBAL),
          counted("rrr:inputs=2,outputs=2,hidden=1,rank=1,n=1000", LOCAL),
          precise("conjugate:dimension=3,n=100", 0.012),
          precise("conjugate:dimension=3,n=10000", 0.03),
          precise("conjugate:dimension=3,n=100000", 0.03),
          precise("conjugate:dimension=10,n=100", 0.05),
          precise("conjugate:dimension=10,n=10000", 0.05),
          precise("conjugate:dimension=10,n=100000", 0.05),
          precise("rrr:inputs=2,outputs=2,hidden=1,rank=0,n=100", 0.009),
          precise("rrr:inputs=2,outputs=2,hidden=1,rank=0,n=1000", 0.014),
          precise("rrr:inputs=2,outputs=2,hidden=1,rank=0,n=10000", 0.02),
          precise("rrr:inputs=2,outputs=2,hidden=1,rank=0,n=100000", 0.025));

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String title() {
    return "Do 95% intervals of free energies hold the exact ones?";
  }

  @Override
  public String citation() {
    return "MBAR: M. R. Shirts, J. D. Chodera, J. Chem. Phys. 129:124105 (2008),"
        + " doi:10.1063/1.2978177; exact values in closed form and by quadrature";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The free energy of every run, for its own data, lies within the errors of the exact one:"
            + " conjugate linear regression in closed form, reduced-rank regression with one hidden"
            + " unit and a singular mean by quadrature.",
        "Every run has new data of the problem's law and new chains, and no setting is given by hand:"
            + " the ladder of temperatures is placed and the draws are counted automatically.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "runs",
        size == Size.FULL
            ? String.format(Locale.ROOT, "100, or %d to a higher precision", PRECISE_RUNS)
            : "" + QUICK_RUNS);
    settings.put(
        "settings",
        "the defaults of cusp free-energy, until the standard error that is named, in nats");
    return settings;
  }

  private static List<Case> cases(Size size) {
    return size.of(CASES, CASES.subList(0, QUICK_CASES));
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    return cases(size).stream()
        .map(
            one -> {
              int runs = size.of(one.runs(), QUICK_RUNS);
              return new Piece(
                  one.name(),
                  one.name() + "; defaults, " + runs + " seeds from " + seed,
                  estimation -> row(one, runs, seed, estimation));
            })
        .toList();
  }

  /** One run against its exact value. */
  private record Trial(
      CoverageCount.Trial trial, double excess, double stones, double integral, double seconds) {}

  private static Row row(Case one, int runs, long seed, Estimation estimation) {
    List<Trial> trials = new ArrayList<>();
    for (long run = seed; run < seed + runs; run++) {
      trials.add(trial(one, run, estimation));
    }
    CoverageCount count = CoverageCount.of(trials.stream().map(Trial::trial).toList());
    return Row.empty()
        .with("problem", one.name())
        .with("runs", count.runs())
        .with("F - nL", Moments.mean(trials.stream().mapToDouble(Trial::excess).toArray()))
        .with("se", Moments.mean(trials.stream().mapToDouble(t -> t.trial().se()).toArray()))
        .with("covered", count.covered())
        .with("trusted", count.trusted())
        .with("within 3 se", within(trials))
        .with("mean z", count.meanScore())
        .with("sd z", count.deviationOfScores())
        .with("largest |z|", count.largestScore())
        .with("largest relative error", relative(trials))
        .with(
            "rms z, stones",
            Moments.rootMeanSquare(trials.stream().mapToDouble(Trial::stones).toArray()))
        .with(
            "rms z, integral",
            Moments.rootMeanSquare(trials.stream().mapToDouble(Trial::integral).toArray()))
        .with("seconds", Moments.mean(trials.stream().mapToDouble(Trial::seconds).toArray()))
        .with("most seconds", trials.stream().mapToDouble(Trial::seconds).max().orElse(0))
        .with("scores", scores(trials));
  }

  private static Trial trial(Case one, long seed, Estimation estimation) {
    return estimation.steps().next(Trial.class, kept -> trial(one, seed, estimation, kept));
  }

  private static Trial trial(Case one, long seed, Estimation estimation, Bookmark bookmark) {
    Problem own = Problems.parse(one.problem(), seed);
    double[] w = own.truth();
    DataSet data = own.law().draw(own.data().n(), seed);
    FreeEnergyEstimator.Outcome outcome =
        new FreeEnergyEstimator(
                TemperingSpec.defaults(seed).withBudget(BUDGET),
                one.precision(),
                estimation.kernels(),
                estimation.workers())
            .estimate(
                new FreeEnergyEstimator.Question(own.model(), own.precision(), data, w, w),
                one.prior(),
                Progress.NONE.keeping(bookmark));
    double exact =
        ExactFreeEnergy.of(own, data)
            .orElseThrow()
            .at(data.n(), one.prior().centre(w), one.prior().gamma(own.model(), w))
            .orElseThrow();
    FreeEnergy found = outcome.freeEnergy();
    TemperedDraws draws = outcome.draws();
    return new Trial(
        new CoverageCount.Trial(
            seed,
            exact,
            found.value().value(),
            found.value().se(),
            found.value().ci95(),
            found.verdict().isTrusted()),
        found.excess().value(),
        (found.steppingStone().value() - exact) / found.steppingStone().se(),
        (found.thermodynamicIntegration().value() - exact) / found.thermodynamicIntegration().se(),
        draws.seconds());
  }

  private static int within(List<Trial> trials) {
    return (int) trials.stream().filter(t -> Math.abs(t.trial().score()) <= 3).count();
  }

  /** Of F - n L_n(w_0), the part that depends on the model. */
  private static double relative(List<Trial> trials) {
    return trials.stream()
        .mapToDouble(
            t -> {
              double wrong = t.trial().value() - t.trial().exact();
              return Math.abs(wrong / (t.excess() - wrong));
            })
        .max()
        .orElse(Double.NaN);
  }

  private static String scores(List<Trial> trials) {
    return trials.stream()
        .map(t -> String.format(Locale.ROOT, "%.3f", t.trial().score()))
        .collect(Collectors.joining(" "));
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    double runs = rows.stream().mapToDouble(row -> row.number("runs")).sum();
    double covered = rows.stream().mapToDouble(row -> row.number("covered")).sum();
    double within = rows.stream().mapToDouble(row -> row.number("within 3 se")).sum();
    double trusted = rows.stream().mapToDouble(row -> row.number("trusted")).sum();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        String.format(
            Locale.ROOT,
            "Of %.0f intervals %.1f%% hold the exact free energy; %.1f%% of the estimates lie within 3"
                + " standard errors (normal errors: 99.7%%); %.1f%% are trusted.",
            runs,
            100 * covered / runs,
            100 * within / runs,
            100 * trusted / runs));
    List<Row> precise = rows.stream().filter(row -> row.number("runs") == PRECISE_RUNS).toList();
    if (!precise.isEmpty()) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "In the %d rows that ask for a third of 1%% of F - n L_n(w0) the largest error is %.2f%%"
                  + " of it.",
              precise.size(),
              100 * largest(precise, "largest relative error")));
    }
    sentences.add(
        String.format(Locale.ROOT, "The slowest run took %.1f s.", largest(rows, "most seconds")));
    return new Findings(
        sentences,
        List.of(new Findings.Section("By problem", Row.without(rows, "scores"))),
        List.of(chart(rows)));
  }

  private static double largest(List<Row> rows, String column) {
    return rows.stream().mapToDouble(row -> row.number(column)).max().orElse(Double.NaN);
  }

  private static Chart chart(List<Row> rows) {
    double[] number = IntStream.rangeClosed(1, rows.size()).asDoubleStream().toArray();
    double[] share =
        rows.stream().mapToDouble(row -> row.number("covered") / row.number("runs")).toArray();
    double[] half = new double[share.length];
    for (int i = 0; i < half.length; i++) {
      half[i] = Normal.halfOfShare(share[i], rows.get(i).number("runs"));
    }
    double[] ends = {0.5, rows.size() + 0.5};
    return new Chart(
        "coverage",
        new Chart.Words(
            "Coverage of 95% intervals of the free energy",
            "Each mark is a row of the table, in its order; bars are 95% intervals of the share. The line"
                + " is at 95%.",
            "The share of intervals that hold the exact free energy, near 95% for each problem."),
        new Chart.Axis("row of the table", Chart.Scale.LINEAR),
        new Chart.Axis("share of runs", Chart.Scale.LINEAR),
        List.of(
            Chart.Series.plain("95%", Chart.Style.EXACT, ends, new double[] {0.95, 0.95}),
            new Chart.Series("measured", Chart.Style.MARKS, number, share, half)));
  }
}

package org.cusp.paper.coverage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cusp.contract.ProblemString;
import org.cusp.data.DataSet;
import org.cusp.diagnostics.Moments;
import org.cusp.gold.ConditionalLlc;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.posterior.Posterior;
import org.cusp.problem.Problem;
import org.cusp.problem.expected.ConditionalTruth;
import org.cusp.run.Target;

/** How often the printed interval holds the exact value for the data of the run. */
public final class Coverage implements Reproduction {
  static final String KEY = "coverage";
  private static final int FULL_SEEDS = 200;
  private static final int QUICK_SEEDS = 10;

  /** Regular, singular and mixed models of 2 to 10 parameters. */
  private static final List<String> PROBLEMS =
      List.of(
          "conjugate:dimension=10,n=1000",
          "monomial:powers=1x2,n=1000",
          "monomial:powers=2x2,n=1000",
          "tanh:hidden=1,n=100",
          "twocomponent:at=1x0.3,n=1000");

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String title() {
    return "Do 95% intervals hold the exact LLC in 95% of runs?";
  }

  @Override
  public String citation() {
    return "the estimator of E. Lau, Z. Furman, G. Wang, D. Murfet, S. Wei, The local learning"
        + " coefficient, AISTATS 2025, arXiv:2308.12108; exact values by quadrature";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "An error bar claims something that can be counted: in 95% of runs the printed interval holds"
            + " the stated quantity, nBeta E[L_n(w) - L_n(w*)] for these data, this nBeta and this gamma.",
        "Here every run has new data and new chains and no setting is given by hand. The quantity"
            + " itself comes from quadrature on the data of the run: in closed form where the loss is"
            + " quadratic in all parameters, else over at most three of them.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("runs", seeds(size) + " for each of " + PROBLEMS.size() + " problems");
    settings.put("point", "the truth w*");
    settings.put("settings", Estimation.describe(size));
    return settings;
  }

  private static int seeds(Size size) {
    return size.of(FULL_SEEDS, QUICK_SEEDS);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    return PROBLEMS.stream().map(problem -> piece(problem, size, seed)).toList();
  }

  private static Piece piece(String problem, Size size, long seed) {
    String settings = size.of("defaults", "quick");
    return new Piece(
        problem,
        String.format(
            Locale.ROOT, "%s; %s, %d seeds from %d", problem, settings, seeds(size), seed),
        estimation -> row(problem, size, seed, estimation));
  }

  private static Row row(String problem, Size size, long seed, Estimation estimation) {
    List<CoverageCount.Trial> trials = new ArrayList<>();
    double seconds = 0;
    double gamma = Double.NaN;
    String sampler = "";
    for (long run = seed; run < seed + seeds(size); run++) {
      Target target = target(problem, run);
      Estimation.Answer answer =
          estimation.at(target, target.truth().orElseThrow(), Estimation.settings(size, run));
      trials.add(trial(target, run, answer));
      seconds += answer.seconds();
      gamma = answer.gamma();
      sampler = answer.sampler();
    }
    return row(trials)
        .with("gamma", gamma)
        .with("used", sampler)
        .with("seconds", seconds)
        .with("scores", scores(trials));
  }

  /** The problem with data of its own law, also where its own data are the same for all seeds. */
  static Target target(String problem, long seed) {
    Target target = Target.ofProblem(problem, seed);
    DataSet data = target.problem().orElseThrow().law().draw(target.train().n(), seed);
    return target.withTrain(data);
  }

  private static CoverageCount.Trial trial(Target target, long seed, Estimation.Answer answer) {
    return new CoverageCount.Trial(
        seed,
        exact(target, answer.gamma()).orElseThrow().llc(),
        answer.llc().value(),
        answer.llc().se(),
        answer.llc().ci95(),
        answer.verdict().isTrusted());
  }

  /** The exact value for the data of a target at its truth and the default temperature. */
  static Optional<ConditionalLlc.Value> exact(Target target, double gamma) {
    if (!(gamma > 0)) {
      return Optional.empty();
    }
    double nBeta = Posterior.defaultNBeta(target.train().n());
    Optional<Problem> problem = target.problem();
    return problem
        .flatMap(known -> ConditionalTruth.of(known, target.train()))
        .map(truth -> truth.at(nBeta, gamma))
        .filter(ConditionalLlc.Value::isConverged);
  }

  private static Row row(List<CoverageCount.Trial> trials) {
    CoverageCount count = CoverageCount.of(trials);
    return Row.empty()
        .with("runs", count.runs())
        .with(
            "exact",
            Moments.mean(trials.stream().mapToDouble(CoverageCount.Trial::exact).toArray()))
        .with(
            "llc", Moments.mean(trials.stream().mapToDouble(CoverageCount.Trial::value).toArray()))
        .with("se", Moments.mean(trials.stream().mapToDouble(CoverageCount.Trial::se).toArray()))
        .with("covered", count.covered())
        .with("trusted", count.trusted())
        .with("trusted and covered", count.trustedCovered())
        .with("mean z", count.meanScore())
        .with("sd z", count.deviationOfScores())
        .with("largest |z|", count.largestScore());
  }

  /** In the order of the seeds, to three decimals: enough for a histogram and to find a seed. */
  private static String scores(List<CoverageCount.Trial> trials) {
    return trials.stream()
        .map(trial -> String.format(java.util.Locale.ROOT, "%.3f", trial.score()))
        .collect(Collectors.joining(" "));
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    return CoverageFindings.of(rows, problemNames(rows.size()));
  }

  /** Rows come in the order of the problems. */
  private static List<String> problemNames(int count) {
    return PROBLEMS.subList(0, count).stream()
        .map(name -> ProblemString.parse(name).toString())
        .toList();
  }
}

package org.cusp.paper.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.estimate.criteria.Criteria;
import org.cusp.estimate.criteria.CriteriaEstimator;
import org.cusp.estimate.criteria.Criterion;
import org.cusp.estimate.criteria.Wbic;
import org.cusp.gold.MonomialLaw;
import org.cusp.gold.OneStatistic;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.paper.reproduction.Tables;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.state.Bookmark;

/** Losses, WAIC, LOO and WBIC of singular means against their exact values at finite n. */
public final class EquationsOfState implements Reproduction {
  static final String KEY = "watanabe2010-equations-of-state";
  private static final int CHAINS = 8;
  private static final int TEST = 500;
  private static final double LOG_2_PI = Math.log(2 * Math.PI);

  private static final List<List<Integer>> POWERS =
      List.of(List.of(1), List.of(2), List.of(3), List.of(1, 1), List.of(1, 2));

  static final double[] BETAS = {0.5, 1, 2, 4};

  /** How much of it to do. */
  private record Plan(List<List<Integer>> powers, int[] sizes, int[] dataSets, int draws) {
    static Plan of(Size size) {
      return size == Size.FULL
          ? new Plan(POWERS, new int[] {100, 1000, 10_000}, new int[] {10, 6, 1}, 250)
          : new Plan(POWERS.subList(1, 4), new int[] {100}, new int[] {3}, 120);
    }
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String title() {
    return "Equations of state: training and generalisation losses of singular means at four"
        + " temperatures";
  }

  @Override
  public String citation() {
    return "S. Watanabe, Equations of states in singular statistical estimation, Neural Networks 23"
        + " (2010) 20-34, arXiv:0712.0653; WAIC and cross-validation: JMLR 11 (2010) 3571-3594,"
        + " arXiv:1004.2316";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The source proves that the Bayes (B) and Gibbs (G) losses in generalisation (g) and training"
            + " (t) follow from two numbers, lambda and the singular fluctuation nu = beta E[V]/2:",
        "n Bg = (lambda - nu)/beta + nu, n Bt = (lambda - nu)/beta - nu, n Gg = lambda/beta + nu, n Gt ="
            + " lambda/beta - nu, all above the loss of the truth, as n grows.",
        "Here y ~ N(0, 1) is learned by N(g(w), 1) under a uniform prior on [-1, 1]^d. The posterior"
            + " depends on the mean of the data alone, so that every loss is known exactly, for the"
            + " data at hand and in expectation over data sets (quadrature).",
        "Every estimate is compared with the exact value for the same data; what is left is the Monte"
            + " Carlo error alone. Added to the exact expectation, the mean difference over data sets"
            + " gives an estimate of the expectation that data noise does not blur.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Plan plan = Plan.of(size);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("n", Arrays.toString(plan.sizes()));
    settings.put("data sets for each n", Arrays.toString(plan.dataSets()));
    settings.put("beta", Arrays.toString(BETAS) + ", and 1/ln n for WBIC");
    settings.put(
        "sampling",
        String.format(
            Locale.ROOT,
            "replica exchange from the prior, %d chains of %d draws",
            CHAINS,
            plan.draws()));
    settings.put("test data", TEST + " fresh ones for each data set");
    return settings;
  }

  private static String joined(List<Integer> powers) {
    return powers.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  private static String problem(List<Integer> powers, int n) {
    return String.format(Locale.ROOT, "normal-mean:powers=%s,n=%d", joined(powers), n);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    Plan plan = Plan.of(size);
    List<Piece> pieces = new ArrayList<>();
    for (int k = 0; k < plan.sizes().length; k++) {
      int n = plan.sizes()[k];
      int dataSets = plan.dataSets()[k];
      for (List<Integer> powers : plan.powers()) {
        for (double beta : BETAS) {
          Case one = new Case(powers, n, beta, dataSets, plan.draws(), seed);
          pieces.add(
              new Piece(
                  String.format(
                      Locale.ROOT, "%s, n %d, beta %s", joined(powers), n, Tables.brief(beta)),
                  one + "; chains " + CHAINS + ", test " + TEST,
                  one::row));
        }
      }
    }
    return pieces;
  }

  /** One model, number of data and temperature. */
  private record Case(
      List<Integer> powers, int n, double beta, int dataSets, int draws, long seed) {
    Row row(Estimation estimation) {
      OneStatistic statistic = new OneStatistic(MonomialLaw.of(powers.toArray(Integer[]::new)));
      Map<StateQuantity, Differences> all = new LinkedHashMap<>();
      double largestK = Double.NEGATIVE_INFINITY;
      long start = System.nanoTime();
      for (int i = 0; i < dataSets; i++) {
        long own = seed * 1000 + i;
        Target target = Target.ofProblem(problem(powers, n), own);
        DataSet test = target.problem().orElseThrow().law().draw(TEST, -own);
        Compared compared =
            estimation
                .steps()
                .next(
                    Compared.class,
                    kept -> sample(target, test, own, estimation, kept).compared(statistic));
        compared
            .differences()
            .forEach((q, d) -> all.computeIfAbsent(q, x -> new Differences()).add(d));
        largestK = Math.max(largestK, compared.largestK());
      }
      OneStatistic.Expectations exact = statistic.at(n, beta);
      Row row =
          Row.empty()
              .with("powers", joined(powers))
              .with("n", n)
              .with("beta", beta)
              .with("lambda", lambda())
              .with("nu", exact.singularFluctuation());
      for (Map.Entry<StateQuantity, Differences> entry : all.entrySet()) {
        String name = entry.getKey().label();
        double expected = expectation(entry.getKey(), statistic, exact);
        row =
            row.with("E " + name, expected)
                .with(name, expected + entry.getValue().mean())
                .with(name + " se", entry.getValue().se())
                .with(name + " worst z", entry.getValue().worst());
      }
      return row.with("largest k", largestK).with("seconds", (System.nanoTime() - start) / 1e9);
    }

    private double lambda() {
      return powers.stream().mapToDouble(k -> 0.5 / k).min().orElseThrow();
    }

    /** The run for WBIC does not depend on beta: it goes with beta = 1. */
    private Sampled sample(
        Target target, DataSet test, long own, Estimation estimation, Bookmark kept) {
      CriteriaEstimator estimator = Tempering.estimator(estimation, CHAINS, draws, own);
      CriteriaEstimator.Subject global = Tempering.global(target, 1);
      CriteriaEstimator.Subject subject =
          new CriteriaEstimator.Subject(
              global.model(),
              global.precision(),
              global.train(),
              Optional.of(test),
              global.centre(),
              global.gamma());
      Criteria criteria =
          estimator.sample(subject, beta, Progress.NONE.keeping(kept.in("criteria"))).criteria();
      Optional<Wbic> wbic =
          beta == 1
              ? Optional.of(
                  Wbic.of(estimator.drawsForWbic(subject, Progress.NONE.keeping(kept.in("wbic")))))
              : Optional.empty();
      return new Sampled(values(target.train()), values(test), criteria, wbic);
    }

    private double expectation(
        StateQuantity quantity, OneStatistic statistic, OneStatistic.Expectations exact) {
      return switch (quantity) {
        case BAYES_GENERALISATION -> exact.bayesGeneralisation();
        case BAYES_TRAINING -> exact.bayesTraining();
        case GIBBS_GENERALISATION -> exact.gibbsGeneralisation();
        case GIBBS_TRAINING -> exact.gibbsTraining();
        case VARIANCE -> exact.functionalVariance();
        case WAIC -> exact.waic();
        // E[CV_n] = E[G_(n-1)].
        case LOO -> statistic.at(n - 1, beta).bayesGeneralisation() * n / (n - 1.0);
        case WBIC -> statistic.wbic(n);
      };
    }
  }

  private static double[] values(DataSet data) {
    return ((Targets.Values) data.targets()).values();
  }

  /** What one data set gave. */
  /** What is kept of one data set. */
  private record Compared(Map<StateQuantity, Difference> differences, double largestK) {}

  private record Sampled(double[] y, double[] test, Criteria criteria, Optional<Wbic> wbic) {
    Compared compared(OneStatistic statistic) {
      return new Compared(compare(statistic), criteria.largestK());
    }

    private Map<StateQuantity, Difference> compare(OneStatistic statistic) {
      OneStatistic.Given given = statistic.given(y, criteria.beta());
      OneStatistic.Expectations exact = given.all();
      int n = y.length;
      Map<StateQuantity, Difference> all = new LinkedHashMap<>();
      all.put(
          StateQuantity.BAYES_GENERALISATION,
          above(criteria.bayesGeneralisation().orElseThrow(), test, n * mean(test, given::bayes)));
      all.put(
          StateQuantity.BAYES_TRAINING, above(criteria.bayesTraining(), y, exact.bayesTraining()));
      all.put(
          StateQuantity.GIBBS_GENERALISATION,
          above(criteria.gibbsGeneralisation().orElseThrow(), test, n * mean(test, given::gibbs)));
      all.put(
          StateQuantity.GIBBS_TRAINING, above(criteria.gibbsTraining(), y, exact.gibbsTraining()));
      Criterion variance = criteria.functionalVariance();
      all.put(
          StateQuantity.VARIANCE,
          new Difference(variance.value() - exact.functionalVariance(), variance.se()));
      all.put(StateQuantity.WAIC, above(criteria.waic(), y, exact.waic()));
      all.put(StateQuantity.LOO, above(criteria.loo(), y, n * mean(y, given::leaveOneOut)));
      wbic.ifPresent(
          found ->
              all.put(
                  StateQuantity.WBIC,
                  new Difference(
                      found.wbic().value()
                          - n * truth(y)
                          - statistic.given(y, found.beta()).all().gibbsTraining(),
                      found.wbic().se())));
      return all;
    }

    /** n times a loss above that of the truth on the same data, less its exact value. */
    private Difference above(Criterion loss, double[] data, double exact) {
      int n = y.length;
      return new Difference(n * (loss.value() - truth(data)) - exact, n * loss.se());
    }

    private static double truth(double[] data) {
      return mean(data, value -> (value * value + LOG_2_PI) / 2);
    }

    private static double mean(double[] data, java.util.function.DoubleUnaryOperator term) {
      return Arrays.stream(data).map(term).average().orElseThrow();
    }
  }

  private record Difference(double value, double se) {}

  /** Over data sets. */
  private static final class Differences {
    private double sum;
    private double squares;
    private double worst;
    private int count;

    void add(Difference difference) {
      sum += difference.value();
      squares += difference.se() * difference.se();
      double z = difference.value() / difference.se();
      worst = Math.abs(z) > Math.abs(worst) ? z : worst;
      count++;
    }

    double mean() {
      return sum / count;
    }

    double se() {
      return Math.sqrt(squares) / count;
    }

    double worst() {
      return worst;
    }
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    return StateFindings.of(rows, expected);
  }
}

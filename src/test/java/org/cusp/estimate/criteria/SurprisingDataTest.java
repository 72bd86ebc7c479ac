package org.cusp.estimate.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.api.Condition;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.AnalyticFunction;
import org.cusp.model.AnalyticModel;
import org.cusp.model.ParamSpace;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.Progress;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.state.Ended;
import org.cusp.state.FileBookmark;
import org.cusp.state.StateFile;
import org.cusp.state.Stopped;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.cusp.verdict.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Data that surprise the posterior, for models of one parameter whose averages are integrals over
 * it. Every comparison allows 4.5 standard errors (of some 15 degrees of freedom: 5e-4 a number).
 */
class SurprisingDataTest {
  private static final int N = 25;
  private static final double GAMMA = 0.5;
  private static final double HALF_LOG_2_PI = Math.log(2 * Math.PI) / 2;

  /** The mean of y given x and the one parameter. */
  private interface Mean {
    double of(double w, double x);

    double slope(double w, double x);
  }

  private record Line() implements Mean {
    @Override
    public double of(double w, double x) {
      return w * x;
    }

    @Override
    public double slope(double w, double x) {
      return x;
    }
  }

  /** Two modes, one on either side of 0. */
  private record Square() implements Mean {
    @Override
    public double of(double w, double x) {
      return w * w * x;
    }

    @Override
    public double slope(double w, double x) {
      return 2 * w * x;
    }
  }

  private record Normal(Mean mean) implements AnalyticFunction {
    @Override
    public void outputs(double[] w, double[] x, double[] y, double[] out) {
      out[0] = mean.of(w[0], x[0]);
    }

    @Override
    public void addGradient(
        double[] w, double[] x, double[] y, double[] cotangent, double[] gradient) {
      gradient[0] += cotangent[0] * mean.slope(w[0], x[0]);
    }
  }

  /** A model of one parameter with data, and the loss of each datum as a function of w. */
  private record Case(
      AnalyticModel model, DataSet train, DataSet test, DoubleUnaryOperator[][] losses) {
    static Case normal(Mean mean, double outlier) {
      double[] x = normals(N, 1);
      double[] y = normals(N, 2);
      for (int i = 0; i < N; i++) {
        y[i] += mean.of(1.2, x[i]);
      }
      x[3] = 1;
      y[3] = outlier;
      double[] testX = {0.3, 1.5, -0.7, 1};
      double[] testY = {0.1, -3 * outlier, -1.2, 1.4};
      return new Case(
          model(new Likelihood.Gaussian(1, 1), new Normal(mean)),
          new DataSet("train", N, 1, x, new Targets.Values(y, 1)),
          new DataSet("test", 4, 1, testX, new Targets.Values(testY, 1)),
          new DoubleUnaryOperator[][] {normal(mean, x, y), normal(mean, testX, testY)});
    }

    private static double[] normals(int n, int stream) {
      double[] values = new double[n];
      RandomStream.of(4, Purpose.INPUTS, stream).normals(0, 0, values, n);
      return values;
    }

    private static AnalyticModel model(Likelihood likelihood, AnalyticFunction function) {
      ParamSpace.Builder space = new ParamSpace.Builder();
      space.add("w", 1);
      return new AnalyticModel("one", space.build(), 1, likelihood, function);
    }

    private static DoubleUnaryOperator[] normal(Mean mean, double[] x, double[] y) {
      DoubleUnaryOperator[] losses = new DoubleUnaryOperator[x.length];
      for (int i = 0; i < x.length; i++) {
        int k = i;
        losses[i] = w -> Math.pow(y[k] - mean.of(w, x[k]), 2) / 2 + HALF_LOG_2_PI;
      }
      return losses;
    }

    /**
     * log of the integral of the prior times exp(-beta sum l - extra l_datum), by a fine sum over
     * w: the integrand is smooth and vanishes at both ends.
     */
    double logIntegral(double beta, DoubleUnaryOperator datum, double extra) {
      int nodes = 40_001;
      double[] logs = new double[nodes];
      for (int k = 0; k < nodes; k++) {
        double w = -10 + 20.0 * k / (nodes - 1);
        double sum = extra * datum.applyAsDouble(w) + GAMMA / 2 * w * w;
        for (DoubleUnaryOperator loss : losses[0]) {
          sum += beta * loss.applyAsDouble(w);
        }
        logs[k] = -sum;
      }
      double top = Arrays.stream(logs).max().orElseThrow();
      return top + Math.log(Arrays.stream(logs).map(x -> Math.exp(x - top)).sum());
    }

    double bayes(double beta, int data) {
      double whole = logIntegral(beta, w -> 0, 0);
      return Arrays.stream(losses[data])
          .mapToDouble(loss -> whole - logIntegral(beta, loss, 1))
          .average()
          .orElseThrow();
    }

    double leaveOneOut(double beta) {
      return Arrays.stream(losses[0])
          .mapToDouble(loss -> logIntegral(beta, loss, -beta) - logIntegral(beta, loss, 1 - beta))
          .average()
          .orElseThrow();
    }

    CriteriaEstimator.Outcome estimate(double beta, Workers workers) {
      return estimate(beta, workers, Progress.NONE);
    }

    /** Draws are asked for, and then no clock decides: the budget is a moment. */
    CriteriaEstimator.Outcome estimate(double beta, Workers workers, Progress progress) {
      CriteriaEstimator estimator =
          new CriteriaEstimator(
              new TemperingSpec(4, OptionalInt.of(150), 1e-3, 3),
              0.02,
              KernelProvider.best(),
              workers);
      return estimator.estimate(
          new CriteriaEstimator.Subject(
              model, Precision.FLOAT64, train, Optional.of(test), new double[1], GAMMA),
          beta,
          List.of(),
          progress);
    }
  }

  private static Case made(String name, double outlier) {
    return Case.normal(name.equals("line") ? new Line() : new Square(), outlier);
  }

  @ParameterizedTest
  @CsvSource({"line, 18, 1", "line, -12, 0.5", "square, 10, 1", "line, 9, 2"})
  void averagesAreThoseOfTheIntegrals(String name, double outlier, double beta) {
    Case it = made(name, outlier);
    try (Workers workers = new Workers(2)) {
      CriteriaEstimator.Outcome outcome = it.estimate(beta, workers);
      Criteria criteria = outcome.sampled().criteria();
      assertThat(criteria.surprises())
          .isNotEmpty()
          .allMatch(s -> s.state() == Surprise.State.BRIDGED);
      assertClose(criteria.bayesTraining(), it.bayes(beta, 0));
      assertClose(criteria.loo(), it.leaveOneOut(beta));
      assertClose(criteria.bayesGeneralisation().orElseThrow(), it.bayes(beta, 1));
      // By the rule: row 4 of the training data, row 2 of the test data.
      assertThat(criteria.surprises())
          .anyMatch(s -> s.data() == Surprise.Data.TEST && s.row() == 2);
      assertThat(criteria.surprises())
          .filteredOn(s -> s.data() == Surprise.Data.TRAIN)
          .allMatch(s -> s.row() == 4);
      double worth = Math.abs(it.bayes(beta, 1));
      assertThat(criteria.bayesGeneralisation().orElseThrow().se()).isLessThan(0.05 * worth);
    }
  }

  /** A process that is stopped after its bridges has them kept: the next goes on from there. */
  @Test
  void bridgesThatAreMadeAreKept(@TempDir Path folder) {
    Case it = made("line", 18);
    int[] turns = {0};
    FileBookmark counting =
        new FileBookmark(folder.resolve("whole"), Map.of(), () -> turns[0]++ < 0, line -> {}, 1e9);
    Ended ended = Ended.in(folder);
    try (Workers workers = new Workers(1)) {
      CriteriaEstimator.Outcome whole = it.estimate(1, workers, Progress.NONE.keeping(counting));
      assertThatThrownBy(() -> it.estimate(1, workers, ended.at(turns[0])))
          .isInstanceOf(Stopped.class);
      assertThat(StateFile.read(ended.file()).texts())
          .hasKeySatisfying(
              new Condition<>(name -> name.startsWith("bridges after 150 draws/"), "of a bridge"));
      CriteriaEstimator.Outcome again = it.estimate(1, workers, ended.at(0));
      assertThat(PointwiseTable.csv(again.sampled().criteria()))
          .isEqualTo(PointwiseTable.csv(whole.sampled().criteria()));
    }
  }

  private static void assertClose(Criterion found, double exact) {
    assertThat(found.value()).isCloseTo(exact, within(4.5 * found.se()));
  }

  /** A datum that no ladder of posteriors reaches is named, and nothing is said of its average. */
  @Test
  void whatCannotBeToldIsNotTold() {
    Case it = Case.normal(new Line(), 1.1);
    double[] y = ((Targets.Values) it.test().targets()).values().clone();
    y[2] = 30_000;
    y[1] = 1;
    DataSet far = new DataSet("far", 4, 1, it.test().x(), new Targets.Values(y, 1));
    try (Workers workers = new Workers(1)) {
      CriteriaEstimator.Outcome outcome =
          new Case(it.model(), it.train(), far, it.losses()).estimate(1, workers);
      Criteria criteria = outcome.sampled().criteria();
      assertThat(criteria.isUntold(Criteria.Quantity.BAYES_GENERALISATION)).isTrue();
      assertThat(criteria.isUntold(Criteria.Quantity.LOO)).isFalse();
      assertThat(outcome.verdict().status()).isEqualTo(Verdict.Status.DOUBTFUL);
      assertThat(outcome.verdict().reasons())
          .anyMatch(
              r ->
                  r.startsWith("Bayes generalisation loss: cannot be told")
                      && r.contains("1 (row 3) of 4 test data"));
      assertThat(PointwiseTable.csv(criteria)).doesNotContain("NaN", "Infinity").contains("untold");
      assertClose(criteria.bayesTraining(), it.bayes(1, 0));
    }
  }
}

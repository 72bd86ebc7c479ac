package org.cusp.estimate.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.NormalMeanDraws;
import org.cusp.model.AnalyticFunction;
import org.cusp.model.AnalyticModel;
import org.cusp.model.ParamSpace;
import org.cusp.model.likelihood.Density;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.run.Progress;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.junit.jupiter.api.Test;

/** The whole way, on linear regression, whose criteria have closed forms given the data. */
class CriteriaEstimatorTest {
  private static final double HALF_LOG_2_PI = Math.log(2 * Math.PI) / 2;
  private static final int N = 60;
  private static final double GAMMA = 0.7;

  private final Problem problem = Problems.parse("conjugate:dimension=3,n=" + N, 1);
  private final double[] y = ((Targets.Values) problem.data().targets()).values();

  /** Mean and variance of the outputs under the posterior, without one datum where asked. */
  private double[][] outputs(double beta, int without) {
    RealMatrix precision = MatrixUtils.createRealIdentityMatrix(3).scalarMultiply(GAMMA);
    RealVector weighted = new ArrayRealVector(3);
    for (int i = 0; i < N; i++) {
      if (i != without) {
        RealVector x = row(i);
        precision = precision.add(x.outerProduct(x).scalarMultiply(beta));
        weighted = weighted.add(x.mapMultiply(beta * y[i]));
      }
    }
    RealMatrix covariance = MatrixUtils.inverse(precision);
    RealVector mean = covariance.operate(weighted);
    double[][] result = new double[N][2];
    for (int i = 0; i < N; i++) {
      result[i][0] = row(i).dotProduct(mean);
      result[i][1] = row(i).dotProduct(covariance.operate(row(i)));
    }
    return result;
  }

  private RealVector row(int i) {
    return new ArrayRealVector(Arrays.copyOfRange(problem.data().x(), 3 * i, 3 * i + 3));
  }

  private static double bayes(double residual, double variance) {
    return residual * residual / (2 * (1 + variance)) + Math.log1p(variance) / 2 + HALF_LOG_2_PI;
  }

  private CriteriaEstimator.Subject subject() {
    return new CriteriaEstimator.Subject(
        problem.model(),
        Precision.FLOAT64,
        problem.data(),
        Optional.of(problem.data()),
        new double[3],
        GAMMA);
  }

  private static CriteriaEstimator estimator(int draws, Workers workers) {
    return new CriteriaEstimator(
        new TemperingSpec(6, OptionalInt.of(draws), 60, 5),
        0.02,
        KernelProvider.named("simd"),
        workers);
  }

  /** Six numbers at 4.5 standard errors of some 20 degrees of freedom: a false alarm in 700. */
  @Test
  void agreesWithTheClosedFormsOfLinearRegression() {
    double beta = 1.5;
    double[] sums = new double[4];
    double[][] outputs = outputs(beta, -1);
    double[][] hot = outputs(Wbic.betaOf(N), -1);
    double wbic = 0;
    for (int i = 0; i < N; i++) {
      double residual = y[i] - outputs[i][0];
      double v = outputs[i][1];
      double[] without = outputs(beta, i)[i];
      sums[0] += bayes(residual, v) / N;
      sums[1] += ((residual * residual + v) / 2 + HALF_LOG_2_PI) / N;
      sums[2] += residual * residual * v + v * v / 2;
      sums[3] += bayes(y[i] - without[0], without[1]) / N;
      double hotResidual = y[i] - hot[i][0];
      wbic += (hotResidual * hotResidual + hot[i][1]) / 2 + HALF_LOG_2_PI;
    }
    try (Workers workers = new Workers(2)) {
      CriteriaEstimator.Outcome outcome =
          estimator(250, workers).estimate(subject(), beta, List.of(), Progress.NONE);
      Criteria criteria = outcome.sampled().criteria();
      assertClose(criteria.bayesTraining(), sums[0]);
      assertClose(criteria.gibbsTraining(), sums[1]);
      assertClose(criteria.functionalVariance(), sums[2]);
      assertClose(criteria.waic(), sums[0] + beta * sums[2] / N);
      assertClose(criteria.loo(), sums[3]);
      Estimate found = outcome.wbic().wbic();
      assertThat(found.value()).isCloseTo(wbic, within(4.5 * found.se()));
      // The test data are the training data here.
      assertThat(criteria.bayesGeneralisation().orElseThrow().value())
          .isCloseTo(criteria.bayesTraining().value(), within(1e-12));
      assertThat(outcome.verdict().reasons()).isEmpty();
      // What streams from each draw and what the sampler records are the same energies.
      double mean =
          Arrays.stream(outcome.sampled().draws().coldest())
              .flatMapToDouble(Arrays::stream)
              .average()
              .orElseThrow();
      double gibbs = Arrays.stream(criteria.train().meanLoss()).sum();
      assertThat(gibbs)
          .isCloseTo(N * outcome.sampled().draws().lossAtCentre() + mean, within(1e-9));
    }
  }

  private static void assertClose(Criterion found, double exact) {
    assertThat(found.value()).isCloseTo(exact, within(4.5 * found.se()));
    assertThat(found.se()).isLessThan(0.1 * Math.abs(exact));
  }

  @Test
  void threadsDoNotChangeTheNumbers() {
    try (Workers one = new Workers(1);
        Workers two = new Workers(2)) {
      Criteria a = estimator(20, one).sample(subject(), 1, Progress.NONE).criteria();
      Criteria b = estimator(20, two).sample(subject(), 1, Progress.NONE).criteria();
      assertThat(NormalMeanDraws.values(a)).isEqualTo(NormalMeanDraws.values(b));
    }
  }

  @Test
  void wbicRefusesDrawsAtAnotherTemperature() {
    try (Workers workers = new Workers(1)) {
      CriteriaEstimator.Sampled sampled = estimator(4, workers).sample(subject(), 1, Progress.NONE);
      assertThatThrownBy(() -> Wbic.of(sampled.draws()))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("1/ln n = " + 1 / Math.log(N))
          .hasMessageContaining("got draws at beta = 1.0");
    }
  }

  /** A normal density, and sqrt 2 times one. */
  @Test
  void aLikelihoodThatIsNoDensityIsRefused() {
    ParamSpace.Builder space = new ParamSpace.Builder();
    space.add("w", 1);
    DataSet data =
        new DataSet(
            "points", 3, 1, new double[] {1, 1, 1}, new Targets.Values(new double[] {1, -2, 3}, 1));
    for (double factor : new double[] {1, 2}) {
      AnalyticModel model =
          new AnalyticModel("scale", space.build(), 1, new Density(1), new LogDensity(factor));
      try (Workers workers = new Workers(1)) {
        Runnable check =
            () ->
                Normalised.require(
                    model,
                    data,
                    new double[1],
                    Precision.FLOAT64,
                    KernelProvider.named("simd"),
                    workers);
        if (factor == 1) {
          check.run();
        } else {
          assertThatThrownBy(check::run)
              .isInstanceOf(InvalidInput.class)
              .hasMessageContaining("points: exp(-loss) integrates to 1.414 over the target");
        }
      }
    }
  }

  /** log of sqrt(factor) times the density of N(w, 1). */
  private record LogDensity(double factor) implements AnalyticFunction {
    @Override
    public void outputs(double[] w, double[] x, double[] y, double[] out) {
      out[0] = Math.log(factor) / 2 - HALF_LOG_2_PI - (y[0] - w[0]) * (y[0] - w[0]) / 2;
    }

    @Override
    public void addGradient(
        double[] w, double[] x, double[] y, double[] cotangent, double[] gradient) {
      gradient[0] += cotangent[0] * (y[0] - w[0]);
    }
  }
}

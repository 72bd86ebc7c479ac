package org.cusp.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.GradientEstimate;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the noise of minibatches does to the stationary law, on the mean of a multivariate normal:
 * y_i ~ N(w, I), curvature 1 in every direction, and a gradient noise that does not depend on w,
 * Var(g_B) = s^2/B (1 - B/n), s^2 the variance of the data.
 *
 * <p>The data of an epoch are used up, so that batches of an epoch sum to the mean: the noise is
 * correlated by -1/(n/B - 1) between batches, which over the {@link #MEMORY} steps that a chain
 * remembers lowers the excess variance by less than 1%. The tests allow for that beside {@link #Z}
 * standard errors: false alarm 6.8e-6 for each of nine comparisons, 6e-5 in all.
 */
class GradientNoiseTest {
  private static final int N = 8192;
  private static final int BATCH = 2;
  private static final int OUTPUTS = 16;
  private static final double N_BETA = 15;
  private static final double GAMMA = 40;
  private static final double A = N_BETA + GAMMA;
  private static final double STEP_SIZE = 4e-3;
  private static final double FRICTION = 0.25;
  private static final double Z = 4.5;
  private static final int MEMORY = 20;
  private static final double CORRELATION = 2.0 * MEMORY * BATCH / N;
  private static final double ENOUGH = 4000;
  private static final QuadraticChains RUN = new QuadraticChains(4, 8, 1000, 2500);

  private static final DataSet DATA = data();

  /** Variance of a gradient, averaged over the directions. */
  private static final double NOISE = noise();

  private record Subject(StochasticSampler sampler, double withoutNoise, double withNoise) {
    @Override
    public String toString() {
      return sampler.name();
    }
  }

  /** The laws that the records document. */
  static Stream<Subject> subjects() {
    double s = STEP_SIZE * N_BETA * N_BETA * NOISE;
    double room = 4 - STEP_SIZE * A;
    double c = Math.exp(-FRICTION);
    return List.of(
        new Subject(
            new Sgld(STEP_SIZE),
            4 / (A * room),
            (4 + STEP_SIZE * N_BETA * N_BETA * NOISE) / (A * room)),
        new Subject(
            new Sghmc(STEP_SIZE, FRICTION), 1 / A, 1 / A + s / (A * room) * (1 + c) / (1 - c)),
        new Subject(
            new Sgnht(STEP_SIZE, FRICTION, 0.01),
            1 / A,
            (1 - s * Math.tanh(settledFriction(s, room) / 2) / room) / A))
        .stream();
  }

  /** z of friction/z + 2 S coth(z) / (4 - stepSize A) = 1, by bisection. */
  private static double settledFriction(double s, double room) {
    double low = FRICTION;
    double high = 100;
    for (int i = 0; i < 200; i++) {
      double z = (low + high) / 2;
      double temperature = FRICTION / z + 2 * s / (Math.tanh(z) * room);
      low = temperature > 1 ? z : low;
      high = temperature > 1 ? high : z;
    }
    return low;
  }

  private static DataSet data() {
    double[] y = new double[N * OUTPUTS];
    RandomStream.of(1, Purpose.OUTPUTS, 0).normals(0, 0, y, y.length);
    double[] x = new double[N];
    Arrays.fill(x, 1);
    return new DataSet("means", N, 1, x, new Targets.Values(y, OUTPUTS));
  }

  private static double noise() {
    double sum = 0;
    double[] y = ((Targets.Values) DATA.targets()).values();
    for (int j = 0; j < OUTPUTS; j++) {
      int column = j;
      double[] values = new double[N];
      Arrays.setAll(values, i -> y[i * OUTPUTS + column]);
      sum += Moments.variance(values) / OUTPUTS;
    }
    return sum / BATCH * (1 - BATCH / (double) N);
  }

  /** Centred at the mean of the data, where the posterior is centred with any gamma. */
  private static PosteriorTensors tensors() {
    double[] y = ((Targets.Values) DATA.targets()).values();
    double[] centre = new double[OUTPUTS];
    for (int i = 0; i < y.length; i++) {
      centre[i % OUTPUTS] += y[i] / N;
    }
    DeepLinearNetwork model =
        new DeepLinearNetwork(List.of(1, OUTPUTS), new Likelihood.Gaussian(OUTPUTS, 1));
    try (Workers workers = new Workers(1)) {
      return PosteriorTensors.of(
          new Posterior(model, DATA, centre, N_BETA, GAMMA),
          Precision.FLOAT64,
          KernelProvider.best(),
          workers);
    }
  }

  private static double[][] squares(StochasticSampler sampler, GradientEstimate estimate) {
    try (PosteriorTensors shared = tensors()) {
      double[][][] squares =
          RUN.squares(sampler::start, shared, new BatchPlan(5, N, BATCH, estimate));
      return Arrays.stream(squares).flatMap(Arrays::stream).toArray(double[][]::new);
    }
  }

  private static void assertMeanSquare(double[][] squares, double expected, double slack) {
    assertThat(Ess.mean(squares)).isGreaterThan(ENOUGH);
    assertThat(Moments.mean(squares)).isCloseTo(expected, within(Z * Mcse.mean(squares) + slack));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void gradientNoiseAddsWhatIsDocumented(Subject subject) {
    double excess = Math.abs(subject.withNoise() - subject.withoutNoise());
    double[][] squares = squares(subject.sampler(), new GradientEstimate.Plain());
    assertMeanSquare(squares, subject.withNoise(), CORRELATION * excess);
  }

  /**
   * Here the control variate leaves nothing of the noise, since curvature is that of each datum.
   */
  @ParameterizedTest
  @MethodSource("subjects")
  void controlVariateTakesTheNoiseOut(Subject subject) {
    double[][] squares = squares(subject.sampler(), new GradientEstimate.ControlVariate());
    assertMeanSquare(squares, subject.withoutNoise(), 0);
  }

  /** The noise is large enough for the tests above to tell: SGHMC is off by half its variance. */
  @Test
  void theNoiseMatters() {
    Subject sghmc = subjects().toList().get(1);
    assertThat(sghmc.withNoise() / sghmc.withoutNoise()).isGreaterThan(1.5);
    double[][] squares = squares(sghmc.sampler(), new GradientEstimate.Plain());
    double z = (Moments.mean(squares) - sghmc.withoutNoise()) / Mcse.mean(squares);
    assertThat(z).isGreaterThan(3 * Z);
  }

  /** One feature has one sufficient example: L_n(w) - L_n(w*) = |w - w*|^2 / 2 still. */
  @Test
  void lossOverAllDataIsThatOfTheirMean() {
    try (PosteriorTensors shared = tensors();
        PosteriorPass pass =
            new PosteriorPass(
                shared, new BatchPlan(5, N, N), KernelProvider.best().create(), 0, 1)) {
      double[] w = pass.w().getRow(0);
      w[3] += 2;
      pass.w().setRow(0, w);
      double[] deltaLoss = new double[1];
      pass.evaluate(0, deltaLoss);
      assertThat(deltaLoss[0]).isCloseTo(2, within(1e-12));
      assertThat(pass.gradient().getRow(0)[3]).isCloseTo(2, within(1e-12));
      assertThat(shared.centreGradient().getRow(0)[3]).isCloseTo(0, within(1e-12));
    }
  }
}

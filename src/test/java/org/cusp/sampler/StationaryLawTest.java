package org.cusp.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Quadratic;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Move;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Slab;
import org.cusp.tensor.update.KickStep;
import org.cusp.tensor.update.RefreshStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The law that each stochastic sampler keeps on a quadratic with full batch: that of the discrete
 * recursion, with its step-size bias, not that of the posterior. The quadratic has four
 * stiffnesses, each in {@link #COPIES} directions, which are pooled.
 *
 * <p>A stiffness fails where the mean square of its draws is more than {@link #Z} Monte Carlo
 * standard errors off, after the effective draws have been found to be more than {@link #ENOUGH}.
 * For a normal statistic that happens by chance once in 147,000 times (two-sided 6.8e-6); the class
 * makes 84 such comparisons that must pass, 5.7e-4 in all, and the seed is fixed.
 */
class StationaryLawTest {
  private static final double N_BETA = 100;
  private static final double GAMMA = 40;
  private static final double[] PRECISIONS = {100, 400, 800, 1200};
  private static final int COPIES = 4;
  private static final double Z = 4.5;
  private static final double ENOUGH = 1000;
  private static final QuadraticChains RUN = new QuadraticChains(2, 8, 400, 3000);

  /** At these the stiffest direction has stepSize A = 0.3, 1.2 and 3. */
  private static final double[] STEP_SIZES = {2.5e-4, 1e-3, 2.5e-3};

  private static final double BETA1 = 0.9;

  /** Holds the preconditioner: against it the root of the mean square is nothing. */
  private static final double HELD = 1e6;

  /** The variance of a direction of posterior precision a. */
  private interface Law {
    double variance(double stepSize, double a);
  }

  /** A sampler with the step size, and its law. */
  private record Subject(StochasticSampler atStep1, Law law) {
    StochasticSampler at(double stepSize) {
      return atStep1.withStepSize(stepSize * atStep1.stepSize());
    }

    @Override
    public String toString() {
      return atStep1.name();
    }
  }

  private static final List<Subject> SUBJECTS =
      List.of(
          new Subject(new Sgld(1), StationaryLawTest::overdamped),
          new Subject(new RmsPropSgld(HELD, 0.99, HELD), StationaryLawTest::overdamped),
          new Subject(new AdamSgld(HELD, BETA1, 0.99, HELD), StationaryLawTest::averagedDrift),
          new Subject(new Sghmc(1), (stepSize, a) -> 1 / a),
          new Subject(new Sgnht(1), (stepSize, a) -> 1 / a),
          new Subject(new SplitSghmc(GAMMA), (stepSize, a) -> 1 / a));

  private static double overdamped(double stepSize, double a) {
    return 1 / (a * (1 - stepSize * a / 4));
  }

  /** The stationary covariance of (x, y): y' = b y + (1 - b) x, x' = (1 - l) x - f y' + noise. */
  private static double averagedDrift(double stepSize, double a) {
    double l = stepSize * GAMMA / 2;
    double f = stepSize * (a - GAMMA) / 2;
    double[][] step = {{1 - l - f * (1 - BETA1), -f * BETA1}, {1 - BETA1, BETA1}};
    double[][] covariance = new double[2][2];
    for (int i = 0; i < 20_000; i++) {
      covariance = propagated(step, covariance);
      covariance[0][0] += stepSize;
    }
    return covariance[0][0];
  }

  /** M C M^T. */
  private static double[][] propagated(double[][] m, double[][] c) {
    double[][] image = new double[2][2];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        for (int k = 0; k < 2; k++) {
          for (int l = 0; l < 2; l++) {
            image[i][j] += m[i][k] * c[k][l] * m[j][l];
          }
        }
      }
    }
    return image;
  }

  static Stream<Arguments> subjects() {
    return SUBJECTS.stream()
        .flatMap(subject -> Arrays.stream(STEP_SIZES).mapToObj(e -> Arguments.of(subject, e)));
  }

  static Stream<Subject> eachSubject() {
    return SUBJECTS.stream();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void stationaryLawIsThatOfTheRecursion(Subject subject, double stepSize) {
    double[] expected = variances(subject.law(), stepSize);
    assertThat(wrong(subject.at(stepSize)::start, loss(GAMMA), expected)).isEmpty();
  }

  /** What the documentation of Adam-SGLD states, from the recursion. */
  @Test
  void averagedDriftHasTheClosedFormThatIsDocumented() {
    for (double stepSize : STEP_SIZES) {
      for (double precision : PRECISIONS) {
        double a = stepSize * GAMMA / 2;
        double f = stepSize * (precision - GAMMA) / 2;
        double b = BETA1;
        double closed =
            stepSize
                * (1 - b * b + 2 * b * f + a * b * (1 + b))
                / ((a + f) * (1 - b * (1 - a)) * (2 * (1 + b) - a * (1 + b) - f * (1 - b)));
        assertThat(averagedDrift(stepSize, precision) / closed).isCloseTo(1, within(1e-9));
      }
    }
  }

  /** Power: noise times 1.1 is found in every direction; only a thermostat takes it out again. */
  @ParameterizedTest
  @MethodSource("eachSubject")
  void noiseThatIsTooLargeIsFound(Subject subject) {
    double stepSize = STEP_SIZES[1];
    StochasticSampler sampler = subject.at(stepSize);
    QuadraticChains.Start loud = (pass, noise) -> sampler.start(pass, noise, 1.1);
    List<Integer> wrong = wrong(loud, loss(GAMMA), variances(subject.law(), stepSize));
    if (sampler instanceof Sgnht) {
      assertThat(wrong).isEmpty();
    } else {
      assertThat(wrong).containsExactly(0, 1, 2, 3);
    }
  }

  /** A reference needs a localisation. */
  static Stream<Subject> withoutReference() {
    return eachSubject().filter(subject -> !subject.atStep1().takesReference());
  }

  /** Power: nBeta h - gamma in place of nBeta h + gamma is found where gamma weighs most. */
  @ParameterizedTest
  @MethodSource("withoutReference")
  void localisationOfTheWrongSignIsFound(Subject subject) {
    double stepSize = STEP_SIZES[2];
    double[] expected = variances(subject.law(), stepSize);
    assertThat(wrong(subject.at(stepSize)::start, loss(-GAMMA), expected)).contains(0, 1);
  }

  /** Power: a thermostat that holds the wrong temperature, 1.1^2, is found in every direction. */
  @Test
  void aThermostatAtTheWrongTemperatureIsFound() {
    double stepSize = STEP_SIZES[1];
    double[] expected = variances((e, a) -> 1 / a, stepSize);
    QuadraticChains.Start right = (pass, noise) -> new Thermostat(pass, noise, stepSize, 1);
    QuadraticChains.Start warm = (pass, noise) -> new Thermostat(pass, noise, stepSize, 1.21);
    assertThat(wrong(right, loss(GAMMA), expected)).isEmpty();
    assertThat(wrong(warm, loss(GAMMA), expected)).containsExactly(0, 1, 2, 3);
  }

  /** SGNHT with a temperature to choose. */
  private static final class Thermostat implements Sampler.Chains {
    @Override
    public void state(org.cusp.state.State at) {
      // Nobody takes it up.
    }

    private final PosteriorPass pass;
    private final double stepSize;
    private final double temperature;
    private final Slab velocity;
    private final Slab squares;
    private final double[] friction;
    private final StepInfo info;
    private final Move kick;
    private final Move refresh;

    Thermostat(PosteriorPass pass, RandomStream[] noise, double stepSize, double temperature) {
      this.pass = pass;
      this.stepSize = stepSize;
      this.temperature = temperature;
      this.velocity =
          Slab.zeros(
              KernelProvider.best().memory(),
              pass.w().precision(),
              pass.chains(),
              pass.w().columns());
      this.squares = pass.w().doublesBeside(pass.chains(), 1);
      this.kick =
          Move.of(
                  KickStep.UPDATE,
                  new KickStep(stepSize, pass.posterior().nBeta(), pass.posterior().gamma())
                      .factors(),
                  pass.w(),
                  pass.gradient(),
                  pass.centre(),
                  velocity)
              .summing(squares);
      this.refresh =
          Move.perChain(RefreshStep.UPDATE, new double[2], pass.w(), velocity)
              .with(NoiseStreams.of(pass.w().memory(), noise), pass.clock())
              .summing(squares);
      this.info = StepInfo.of(pass);
      this.friction = new double[pass.chains()];
      Arrays.fill(friction, 0.1);
    }

    @Override
    public StepInfo step(long t) {
      pass.at(t);
      pass.evaluate();
      pass.kernels().update(kick);
      adapt();
      for (int i = 0; i < friction.length; i++) {
        refresh.factors().setRow(i, RefreshStep.exact(stepSize, friction[i], 0.1, 1).factors());
      }
      pass.kernels().update(refresh);
      adapt();
      return info;
    }

    private void adapt() {
      for (int i = 0; i < friction.length; i++) {
        double measured = squares.getRow(i)[0] / (stepSize * velocity.columns());
        friction[i] += 0.0025 * (measured - temperature);
      }
    }

    @Override
    public void close() {
      kick.close();
      refresh.close();
      squares.close();
      info.acceptance().close();
      velocity.close();
    }
  }

  /**
   * With a long memory the step size of a direction settles where its own law puts it: e = stepSize
   * / (sqrt(h^2 Var) + stabiliser), Var = 1 / (A (1 - e A / 4)).
   */
  @Test
  void slowAdaptationSettlesWhereItsOwnLawPutsIt() {
    double stepSize = 5e-4;
    StochasticSampler sampler = new RmsPropSgld(stepSize, 0.999, 0.1);
    double[] expected =
        Arrays.stream(PRECISIONS).map(a -> overdamped(settled(stepSize, a), a)).toArray();
    double[][][] draws =
        draws(sampler::start, loss(GAMMA), new QuadraticChains(3, 8, 10_000, 4000));
    assertThat(wrong(draws, expected)).isEmpty();
    double[] oneStepSize =
        variances(StationaryLawTest::overdamped, settled(stepSize, PRECISIONS[0]));
    assertThat(wrong(draws, oneStepSize)).containsExactly(1, 2, 3);
  }

  private static double settled(double stepSize, double a) {
    double h = (a - GAMMA) / N_BETA;
    double e = 0;
    for (int i = 0; i < 1000; i++) {
      e = 0.5 * e + 0.5 * stepSize / (h * Math.sqrt(overdamped(e, a)) + 0.1);
    }
    return e;
  }

  /** And with a short memory it does not: what is left out, Gamma(w), then counts. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5})
  void shortMemoryPutsTooMuchMassWhereGradientsAreLarge(double beta2) {
    double stepSize = 2e-5;
    StochasticSampler sampler = new RmsPropSgld(stepSize, beta2, 0.01);
    double[][] stiffest = draws(sampler::start, loss(GAMMA), RUN)[PRECISIONS.length - 1];
    assertThat(Ess.mean(stiffest)).isGreaterThan(ENOUGH);
    double exact = 1 / PRECISIONS[PRECISIONS.length - 1];
    assertThat((Moments.mean(stiffest) - exact) / Mcse.mean(stiffest)).isGreaterThan(Z);
  }

  private static double[] variances(Law law, double stepSize) {
    return Arrays.stream(PRECISIONS).map(a -> law.variance(stepSize, a)).toArray();
  }

  /**
   * The quadratic whose full posterior has {@link #PRECISIONS}, with another localisation. One
   * below 0 is put into the curvature, where on a quadratic it does the same.
   */
  private static Quadratic loss(double gamma) {
    double[] curvatures = new double[PRECISIONS.length * COPIES];
    Arrays.setAll(curvatures, i -> (PRECISIONS[i / COPIES] - GAMMA + Math.min(0, gamma)) / N_BETA);
    return new Quadratic(curvatures, N_BETA, Math.max(0, gamma));
  }

  private static List<Integer> wrong(
      QuadraticChains.Start start, Quadratic loss, double[] variances) {
    return wrong(draws(start, loss, RUN), variances);
  }

  /** (w_i - w*_i)^2 as [stiffness][chain of a direction][draw]. */
  private static double[][][] draws(
      QuadraticChains.Start start, Quadratic loss, QuadraticChains run) {
    try (PosteriorTensors shared = loss.tensors(KernelProvider.best())) {
      double[][][] squares = run.squares(start, shared);
      double[][][] pooled = new double[PRECISIONS.length][][];
      Arrays.setAll(
          pooled,
          i ->
              Arrays.stream(squares, i * COPIES, (i + 1) * COPIES)
                  .flatMap(Arrays::stream)
                  .toArray(double[][]::new));
      return pooled;
    }
  }

  /** The stiffnesses whose mean square is off; an error where there are too few draws. */
  private static List<Integer> wrong(double[][][] draws, double[] variances) {
    List<Integer> wrong = new ArrayList<>();
    for (int i = 0; i < variances.length; i++) {
      assertThat(Ess.mean(draws[i])).as("effective draws of %d", i).isGreaterThan(ENOUGH);
      double z = (Moments.mean(draws[i]) - variances[i]) / Mcse.mean(draws[i]);
      if (!(Math.abs(z) < Z)) {
        wrong.add(i);
      }
    }
    return wrong;
  }
}

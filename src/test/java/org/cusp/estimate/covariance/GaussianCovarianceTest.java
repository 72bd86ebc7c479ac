package org.cusp.estimate.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cusp.clock.Deadline;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.Mlp;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.state.Ended;
import org.cusp.state.Stopped;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.cusp.tensor.dense.Matrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Linear regression with two outputs: whatever w*, the posterior's covariance is A^-1 for the
 * parameters of each output, A = nBeta X'X / (n sigma^2) + gamma I with X the inputs and a 1 for
 * the bias, and 0 between outputs.
 */
class GaussianCovarianceTest {
  private static final int N = 40;
  private static final int FEATURES = 4;
  private static final int SIDE = FEATURES + 1;
  private static final int OUTPUTS = 2;
  private static final double SIGMA = 0.7;
  private static final double N_BETA = 12;
  private static final double GAMMA = 1.5;
  private static final double LEAST_ESS = 300;
  private static final Mlp MODEL =
      new Mlp(
          List.of(FEATURES, OUTPUTS), Activation.IDENTITY, new Likelihood.Gaussian(OUTPUTS, SIGMA));
  private static final int P = OUTPUTS * SIDE;
  private static final DataSet DATA = data();

  private static DataSet data() {
    double[] x = new double[N * FEATURES];
    double[] y = new double[N * OUTPUTS];
    RandomStream.of(8, Purpose.INPUTS, 0).normals(0, 0, x, x.length);
    RandomStream.of(8, Purpose.INPUTS, 0).normals(1, 0, y, y.length);
    for (int i = 0; i < N; i++) {
      x[i * FEATURES + 1] += 0.8 * x[i * FEATURES];
    }
    return new DataSet("plane", N, FEATURES, x, new Targets.Values(y, OUTPUTS));
  }

  /** A^-1 of one output: its weights, then its bias. */
  private static Matrix ofAnOutput() {
    Matrix design = Matrix.zeros(N, SIDE);
    for (int i = 0; i < N; i++) {
      System.arraycopy(DATA.x(), i * FEATURES, design.values(), i * SIDE, FEATURES);
      design.values()[i * SIDE + FEATURES] = 1;
    }
    Matrix squares = design.transposedTimes(design);
    return squares
        .plus(N_BETA / (N * SIGMA * SIGMA), GAMMA, Matrix.identity(SIDE))
        .solve(Matrix.identity(SIDE))
        .solution();
  }

  /** In the model's order: the weights of one output after the other, then the biases. */
  private static Matrix exact() {
    Matrix one = ofAnOutput();
    Matrix all = Matrix.zeros(P, P);
    for (int output = 0; output < OUTPUTS; output++) {
      for (int i = 0; i < SIDE; i++) {
        for (int j = 0; j < SIDE; j++) {
          all.values()[place(output, i) * P + place(output, j)] = one.values()[i * SIDE + j];
        }
      }
    }
    return all;
  }

  private static int place(int output, int i) {
    return i < FEATURES ? output * FEATURES + i : OUTPUTS * FEATURES + output;
  }

  private static final CovarianceEstimator.Component WEIGHTS =
      new CovarianceEstimator.Component("weight", IntStream.range(0, OUTPUTS * FEATURES).toArray());
  private static final CovarianceEstimator.Component BIASES =
      new CovarianceEstimator.Component("bias", IntStream.range(OUTPUTS * FEATURES, P).toArray());

  private static CovarianceEstimator.Outcome run(
      double nBeta, int draws, int threads, Optional<Path> folder, Progress progress) {
    LlcSpec settings =
        LlcSpec.defaults(1)
            .withSampler("hmc")
            .withChains(6)
            .withNBeta(nBeta)
            .withGamma(GAMMA)
            .edit()
            .draws(draws)
            .build();
    double[] w = new double[P];
    Arrays.fill(w, 0.1);
    try (Workers workers = new Workers(threads)) {
      return new CovarianceEstimator(
              settings, List.of(WEIGHTS, BIASES), folder, KernelProvider.best(), workers)
          .estimate(
              Target.of("plane", MODEL, Precision.FLOAT64, DATA), w, Deadline.never(), progress);
    }
  }

  private static CovarianceEstimator.Outcome run(double nBeta) {
    return run(nBeta, 1000, 2, Optional.empty(), Progress.NONE);
  }

  private static double shareWithin(CovarianceEstimator.Outcome outcome) {
    DenseCovariance found = outcome.whole().dense().orElseThrow();
    double[] truth = exact().values();
    return IntStream.range(0, truth.length)
            .filter(
                i ->
                    Math.abs(found.covariance().values()[i] - truth[i])
                        < 3 * found.se().values()[i])
            .count()
        / (double) truth.length;
  }

  private static double squares(Matrix all, int[] rows, int[] columns) {
    double sum = 0;
    for (int i : rows) {
      for (int j : columns) {
        sum += Math.pow(all.values()[i * P + j], 2);
      }
    }
    return sum;
  }

  @Test
  void everyNumberIsThatOfTheExactPosterior() {
    CovarianceEstimator.Outcome outcome = run(N_BETA);
    assertThat(outcome.evidence().draws().ess()).isGreaterThan(LEAST_ESS);
    // 55 different entries: one outside of three errors comes by chance in one run of seven.
    assertThat(shareWithin(outcome)).isGreaterThan(0.96);
    Matrix truth = exact();
    double trace = IntStream.range(0, P).mapToDouble(i -> truth.values()[i * P + i]).sum();
    assertThat(Math.abs(outcome.whole().trace().value() - trace))
        .isLessThan(3 * outcome.whole().trace().se());
    double[] eigen = truth.eigen().values();
    Foreseen.Along hessian = outcome.foreseen().hessian();
    assertThat(hessian.gaussian()).hasSize(P);
    for (int k = 0; k < P; k++) {
      // The stiffest direction has the smallest variance.
      assertThat(hessian.gaussian()[k] / eigen[k]).isBetween(1 - 1e-5, 1 + 1e-5);
      assertThat(Math.abs(hessian.found().value()[k] - hessian.gaussian()[k]))
          .isLessThan(4 * hessian.found().se()[k]);
    }
    Variances heldOut = outcome.whole().spectrum().heldOut();
    assertThat(heldOut.value()[0]).isLessThan(eigen[P - 1] + 3 * heldOut.se()[0]);
    Between between = outcome.between();
    int[] a = WEIGHTS.places();
    int[] b = BIASES.places();
    double r = squares(truth, a, b) / Math.sqrt(squares(truth, a, a) * squares(truth, b, b));
    assertThat(Math.abs(between.r()[0][1] - r)).isLessThan(4 * between.se()[0][1]);
    assertThat(between.se()[0][1]).isLessThan(0.1);
  }

  @Test
  void aKernelOfAnotherTemperatureIsFound() {
    CovarianceEstimator.Outcome outcome = run(N_BETA / 2);
    assertThat(outcome.evidence().draws().ess()).isGreaterThan(LEAST_ESS);
    assertThat(shareWithin(outcome)).isLessThan(0.9);
    Foreseen.Along hessian = outcome.foreseen().hessian();
    double stiffest = exact().eigen().values()[0];
    assertThat(Math.abs(hessian.found().value()[0] - stiffest))
        .isGreaterThan(4 * hessian.found().se()[0]);
  }

  @Test
  void whatIsStoppedGoesOnToTheSameBits(@TempDir Path folder) {
    Ended ended = Ended.in(folder);
    CovarianceEstimator.Outcome whole = run(N_BETA, 40, 1, Optional.empty(), Progress.NONE);
    assertThatThrownBy(() -> run(N_BETA, 40, 1, Optional.of(folder), ended.at(30)))
        .isInstanceOf(Stopped.class);
    CovarianceEstimator.Outcome found = run(N_BETA, 40, 2, Optional.of(folder), ended.at(0));
    assertThat(found.whole().dense().orElseThrow().covariance().values())
        .containsExactly(whole.whole().dense().orElseThrow().covariance().values());
  }
}

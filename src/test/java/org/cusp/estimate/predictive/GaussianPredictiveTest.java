package org.cusp.estimate.predictive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cusp.clock.Deadline;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.Mlp;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.numerics.Normal;
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
 * Linear regression: the posterior is N(m, S), S^-1 = nBeta X'X / (n sigma^2) + gamma I and m = S
 * (nBeta X'y / (n sigma^2) + gamma w*), so the predictive at x is N(x'm, sigma^2 + x'Sx), and the
 * expected loss of a draw ((y - x'm)^2 + x'Sx) / (2 sigma^2) + log(sigma sqrt(2 pi)).
 */
class GaussianPredictiveTest {
  private static final int N = 30;
  private static final int M = 50;
  private static final int SIDE = 3;
  private static final double SIGMA = 0.7;
  private static final double N_BETA = 4;
  private static final double GAMMA = 0.8;
  private static final double LEAST_ESS = 300;
  private static final double[] W = {0.9, -0.3, 0.2};
  private static final Mlp MODEL =
      new Mlp(List.of(2, 1), Activation.IDENTITY, new Likelihood.Gaussian(1, SIGMA));
  private static final DataSet DATA = data(N, 0);
  private static final DataSet TEST = data(M, 1);

  private static DataSet data(int n, long stream) {
    double[] x = new double[2 * n];
    double[] y = new double[n];
    RandomStream.of(4, Purpose.INPUTS, stream).normals(0, 0, x, x.length);
    RandomStream.of(4, Purpose.INPUTS, stream).normals(1, 0, y, n);
    for (int i = 0; i < n; i++) {
      y[i] = x[2 * i] - 0.5 * x[2 * i + 1] + 0.3 + SIGMA * y[i];
    }
    return new DataSet("line", n, 2, x, new Targets.Values(y, 1));
  }

  private static Matrix design(DataSet data) {
    Matrix design = Matrix.zeros(data.n(), SIDE);
    for (int i = 0; i < data.n(); i++) {
      design.values()[SIDE * i] = data.x()[2 * i];
      design.values()[SIDE * i + 1] = data.x()[2 * i + 1];
      design.values()[SIDE * i + 2] = 1;
    }
    return design;
  }

  private static double[] targets(DataSet data) {
    return ((Targets.Values) data.targets()).values();
  }

  /** Exact scores of a data set. */
  private record Exact(double log, double gibbs, double square, double ece) {
    static Exact of(DataSet data) {
      Matrix x = design(DATA);
      double scale = N_BETA / (N * SIGMA * SIGMA);
      Matrix s =
          x.transposedTimes(x)
              .plus(scale, GAMMA, Matrix.identity(SIDE))
              .solve(Matrix.identity(SIDE))
              .solution();
      Matrix pull =
          x.transposedTimes(new Matrix(N, 1, targets(DATA)))
              .plus(scale, GAMMA, new Matrix(SIDE, 1, W));
      Matrix m = s.times(pull);
      Matrix at = design(data);
      double[] mean = at.times(m).values();
      Matrix spread = at.times(s);
      double log = 0;
      double gibbs = 0;
      double square = 0;
      int[] below = new int[Scores.BINS];
      for (int i = 0; i < data.n(); i++) {
        double variance = 0;
        for (int k = 0; k < SIDE; k++) {
          variance += spread.values()[SIDE * i + k] * at.values()[SIDE * i + k];
        }
        double e = targets(data)[i] - mean[i];
        double all = SIGMA * SIGMA + variance;
        log += (e * e / all + Math.log(2 * Math.PI * all)) / 2 / data.n();
        gibbs +=
            ((e * e + variance) / (SIGMA * SIGMA) + Math.log(2 * Math.PI * SIGMA * SIGMA))
                / 2
                / data.n();
        square += e * e / data.n();
        for (int level = 1; level <= Scores.BINS; level++) {
          double quantile = (double) level / Scores.BINS;
          below[level - 1] += Normal.below(e / Math.sqrt(all)) <= quantile ? 1 : 0;
        }
      }
      double ece = 0;
      for (int level = 1; level < Scores.BINS; level++) {
        double share = below[level - 1] / (double) data.n();
        ece += Math.abs(share - (double) level / Scores.BINS) / (Scores.BINS - 1);
      }
      return new Exact(log, gibbs, square, ece);
    }
  }

  private static PredictiveEstimator.Outcome run(
      double nBeta, int draws, int threads, Progress progress) {
    LlcSpec settings =
        LlcSpec.defaults(1)
            .withSampler("hmc")
            .withChains(4)
            .withNBeta(nBeta)
            .withGamma(GAMMA)
            .edit()
            .draws(draws)
            .build();
    try (Workers workers = new Workers(threads)) {
      return new PredictiveEstimator(settings, Optional.of(TEST), KernelProvider.best(), workers)
          .estimate(
              Target.of("line", MODEL, Precision.FLOAT64, DATA), W, Deadline.never(), progress);
    }
  }

  /** In standard errors. */
  private static double[] away(Predicted found, Exact exact) {
    return new double[] {
      (found.ofDraws().log() - exact.log()) / found.se(Scores::log),
      (found.ofDraws().gibbs() - exact.gibbs()) / found.se(Scores::gibbs),
      (found.ofDraws().square() - exact.square()) / found.se(Scores::square)
    };
  }

  @Test
  void scoresAreThoseOfTheExactPredictive() {
    PredictiveEstimator.Outcome outcome = run(N_BETA, 800, 2, Progress.NONE);
    assertThat(outcome.evidence().draws().ess()).isGreaterThan(LEAST_ESS);
    assertThat(outcome.own().batches()).isGreaterThan(40);
    Predicted other = outcome.other().orElseThrow();
    for (double away : away(outcome.own(), Exact.of(DATA))) {
      assertThat(Math.abs(away)).isLessThan(3.5);
    }
    Exact exact = Exact.of(TEST);
    for (double away : away(other, exact)) {
      assertThat(Math.abs(away)).isLessThan(3.5);
    }
    // Errors are small beside what the predictive adds to a draw.
    assertThat(other.se(Scores::log)).isLessThan(0.1 * (exact.gibbs() - exact.log()));
    // A target moves from one level to the next: the error is of single data.
    assertThat(other.ofDraws().ece()).isBetween(exact.ece() - 0.01, exact.ece() + 0.01);
    double atCentre = 0;
    for (int i = 0; i < M; i++) {
      double f = 0;
      for (int k = 0; k < SIDE; k++) {
        f += design(TEST).values()[SIDE * i + k] * W[k];
      }
      atCentre += Math.pow(targets(TEST)[i] - f, 2) / M;
    }
    assertThat(other.atCentre().square()).isBetween(atCentre - 1e-9, atCentre + 1e-9);
  }

  @Test
  void aKernelOfAnotherTemperatureIsFound() {
    PredictiveEstimator.Outcome outcome = run(2 * N_BETA, 800, 2, Progress.NONE);
    assertThat(outcome.evidence().draws().ess()).isGreaterThan(LEAST_ESS);
    assertThat(Math.abs(away(outcome.own(), Exact.of(DATA))[1])).isGreaterThan(5);
  }

  @Test
  void whatIsStoppedGoesOnToTheSameBits(@TempDir Path folder) {
    Ended ended = Ended.in(folder);
    Scores whole = run(N_BETA, 40, 1, Progress.NONE).own().ofDraws();
    assertThatThrownBy(() -> run(N_BETA, 40, 1, ended.at(30))).isInstanceOf(Stopped.class);
    Scores found = run(N_BETA, 40, 2, ended.at(0)).own().ofDraws();
    assertThat(found.perItem()).containsExactly(whole.perItem());
  }
}

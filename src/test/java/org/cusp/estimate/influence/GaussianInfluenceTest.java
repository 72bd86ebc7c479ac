package org.cusp.estimate.influence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
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
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.cusp.tensor.dense.Matrix;
import org.cusp.verdict.Verdict;
import org.junit.jupiter.api.Test;

/**
 * Linear regression y = x'w + b + N(0, sigma^2), w* its least squares: the posterior is N(w*, A^-1)
 * with A = nBeta X'X / (n sigma^2) + gamma I, the loss of a datum of residual e is (e - x'd)^2 / (2
 * sigma^2) with d ~ N(0, A^-1), and with kappa = x_i' A^-1 x_j
 *
 * <pre>  Cov(l_i, l_j) = (e_i e_j kappa + kappa^2 / 2) / sigma^4.</pre>
 */
class GaussianInfluenceTest {
  private static final int N = 24;
  private static final int M = 9;
  private static final int FEATURES = 2;
  private static final double SIGMA = 0.7;
  private static final double N_BETA = 12;
  private static final double GAMMA = 1.5;
  private static final Mlp MODEL =
      new Mlp(List.of(FEATURES, 1), Activation.IDENTITY, new Likelihood.Gaussian(1, SIGMA));

  private static DataSet data(int n, long stream) {
    double[] x = new double[n * FEATURES];
    double[] noise = new double[n];
    RandomStream.of(4, Purpose.INPUTS, stream).normals(0, 0, x, x.length);
    RandomStream.of(4, Purpose.INPUTS, stream).normals(1, 0, noise, n);
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = x[2 * i] - 0.5 * x[2 * i + 1] + 0.3 + SIGMA * noise[i];
    }
    return new DataSet("line", n, FEATURES, x, new Targets.Values(y, 1));
  }

  private static final DataSet DATA = data(N, 0);
  private static final DataSet OTHERS = data(M, 1);

  /** Inputs with a 1 for the bias, in the order of the parameters. */
  private static Matrix design(DataSet data) {
    Matrix design = Matrix.zeros(data.n(), FEATURES + 1);
    for (int i = 0; i < data.n(); i++) {
      design.values()[3 * i] = data.x()[2 * i];
      design.values()[3 * i + 1] = data.x()[2 * i + 1];
      design.values()[3 * i + 2] = 1;
    }
    return design;
  }

  private static Matrix targets(DataSet data) {
    return new Matrix(data.n(), 1, ((Targets.Values) data.targets()).values());
  }

  private static final Matrix X = design(DATA);
  private static final Matrix W =
      X.transposedTimes(X).solve(X.transposedTimes(targets(DATA))).solution();

  private static Matrix residuals(DataSet data) {
    return targets(data).plus(1, -1, design(data).times(W));
  }

  /** Of the data with the data of {@code other}. */
  private static Matrix exact(DataSet other, double nBeta) {
    Matrix a =
        X.transposedTimes(X)
            .plus(nBeta / (N * SIGMA * SIGMA), GAMMA, Matrix.identity(FEATURES + 1));
    Matrix kappa = X.times(a.solve(design(other).transposed()).solution());
    double[] e = residuals(DATA).values();
    double[] f = residuals(other).values();
    double[] cov = new double[kappa.values().length];
    for (int i = 0; i < cov.length; i++) {
      double k = kappa.values()[i];
      cov[i] = (e[i / other.n()] * f[i % other.n()] * k + k * k / 2) / Math.pow(SIGMA, 4);
    }
    return new Matrix(N, other.n(), cov);
  }

  private record Entries(List<double[]> valueAndSe, InfluenceEstimator.Outcome outcome) {
    double shareWithin(double errors, Matrix truth) {
      return GaussianInfluenceTest.shareWithin(errors, valueAndSe, truth);
    }
  }

  /** Influences are the negative covariances. */
  private static double shareWithin(double errors, List<double[]> valueAndSe, Matrix truth) {
    return IntStream.range(0, truth.values().length)
            .filter(
                i ->
                    Math.abs(valueAndSe.get(i)[0] + truth.values()[i])
                        < errors * valueAndSe.get(i)[1])
            .count()
        / (double) truth.values().length;
  }

  private static Entries run(
      InfluenceEstimator.Queries queries, String sampler, long seed, int draws, int threads) {
    LlcSpec settings =
        LlcSpec.defaults(seed)
            .withSampler(sampler)
            .withChains(4)
            .withNBeta(N_BETA)
            .withGamma(GAMMA)
            .edit()
            .draws(draws)
            .build();
    double[][] all = new double[N * queries.data().map(DataSet::n).orElse(N)][];
    try (Workers workers = new Workers(threads)) {
      InfluenceEstimator.Outcome outcome =
          new InfluenceEstimator(settings, queries, 0.05, 3, KernelProvider.best(), workers)
              .estimate(
                  Target.of("line", MODEL, Precision.FLOAT64, DATA),
                  W.values(),
                  Deadline.never(),
                  Progress.NONE,
                  (window, moments, questions) ->
                      (datum, query, block) -> {
                        for (int i = 0; i < all.length; i++) {
                          all[i] = new double[] {-block.covariance()[i], block.se()[i]};
                        }
                      });
      return new Entries(List.of(all), outcome);
    }
  }

  private static final InfluenceEstimator.Queries ASKED = InfluenceEstimator.Queries.of(OTHERS);

  private static Matrix precision() {
    return X.transposedTimes(X)
        .plus(N_BETA / (N * SIGMA * SIGMA), GAMMA, Matrix.identity(FEATURES + 1));
  }

  /** Independent draws of the exact posterior: the losses of the data, then of the others. */
  private static LossStore exactDraws(long seed, int draws) {
    Matrix.Eigen eigen = precision().eigen();
    Matrix all = Matrix.zeros(N + M, FEATURES + 1);
    System.arraycopy(X.values(), 0, all.values(), 0, X.values().length);
    double[] others = design(OTHERS).values();
    System.arraycopy(others, 0, all.values(), X.values().length, others.length);
    double[] e = residuals(DATA).values();
    double[] f = residuals(OTHERS).values();
    LossStore store = new LossStore(4, N + M);
    for (int chain = 0; chain < 4; chain++) {
      double[] z = new double[draws * (FEATURES + 1)];
      RandomStream.of(seed, Purpose.NOISE, chain).normals(0, 0, z, z.length);
      for (int i = 0; i < z.length; i++) {
        z[i] /= Math.sqrt(eigen.values()[i % (FEATURES + 1)]);
      }
      Matrix u =
          new Matrix(draws, FEATURES + 1, z).timesTransposed(eigen.vectors()).timesTransposed(all);
      for (int draw = 0; draw < draws; draw++) {
        float[] row = new float[N + M];
        for (int i = 0; i < row.length; i++) {
          double x = u.values()[draw * row.length + i];
          double residual = i < N ? e[i] : f[i - N];
          row[i] = (float) ((x * x - 2 * residual * x) / (2 * SIGMA * SIGMA));
        }
        store.add(chain, row);
      }
    }
    return store;
  }

  /** Of 120 sets of 4 x 500 draws; entries of one set are functions of three numbers a draw. */
  @Test
  void intervalsHoldTheExactCovariances() {
    Matrix truth = exact(OTHERS, N_BETA);
    double within2 = 0;
    double within3 = 0;
    int sets = 120;
    for (int seed = 1; seed <= sets; seed++) {
      try (LossStore store = exactDraws(seed, 500)) {
        Window window = new Window(store, new int[] {0, 1, 2, 3}, 0, 500);
        CovarianceBlock block =
            CovarianceBlock.of(
                store,
                window.moments(),
                window.batches(1),
                new CovarianceBlock.Range(0, N),
                new CovarianceBlock.Range(N, M),
                CovarianceBlock.OWN);
        List<double[]> entries = new ArrayList<>();
        for (int i = 0; i < N * M; i++) {
          entries.add(new double[] {-block.covariance()[i], block.se()[i]});
        }
        within2 += shareWithin(2, entries, truth) / sets;
        within3 += shareWithin(3, entries, truth) / sets;
      }
    }
    assertThat(within2).isBetween(0.93, 0.97);
    assertThat(within3).isGreaterThan(0.99);
  }

  @Test
  void influencesAreThoseOfTheExactPosterior() {
    Entries found = run(ASKED, "hmc", 1, 800, 2);
    assertThat(found.shareWithin(3, exact(OTHERS, N_BETA))).isGreaterThan(0.95);
  }

  /** Of an output f = x'w: Cov(l_i, f_j) = -e_i kappa / sigma^2. */
  @Test
  void influencesOnAnOutputAreThoseOfTheExactPosterior() {
    Matrix kappa = X.times(precision().solve(design(OTHERS).transposed()).solution());
    double[] e = residuals(DATA).values();
    double[] covariance = kappa.values().clone();
    for (int i = 0; i < covariance.length; i++) {
      covariance[i] *= -e[i / M] / (SIGMA * SIGMA);
    }
    Matrix truth = new Matrix(N, M, covariance);
    Phi output = Phi.parse("--phi", "logit:0");
    Entries found = run(ASKED.asking(output, DATA), "hmc", 1, 800, 2);
    assertThat(found.shareWithin(3, truth)).isGreaterThan(0.95);
    assertThat(found.shareWithin(3, truth.plus(2, 0, truth))).isLessThan(0.6);
    double[] at = design(OTHERS).times(W).values();
    for (int j = 0; j < M; j++) {
      assertThat(found.outcome().atCentre()[N + j]).isCloseTo(at[j], within(1e-12));
    }
  }

  /** What the test above would say of a posterior that is another. */
  @Test
  void anotherPosteriorIsNoticed() {
    Entries found = run(ASKED, "hmc", 1, 800, 2);
    assertThat(found.shareWithin(3, exact(OTHERS, N_BETA / 2))).isLessThan(0.6);
  }

  /** On batches too losses are of all data at each draw. */
  @Test
  void aSamplerOnBatchesComesNear() {
    Entries found = run(ASKED, "sgld", 1, 1500, 2);
    Matrix truth = exact(OTHERS, N_BETA);
    double apart = 0;
    double size = 0;
    for (int i = 0; i < truth.values().length; i++) {
      apart += Math.pow(found.valueAndSe().get(i)[0] + truth.values()[i], 2);
      size += Math.pow(truth.values()[i], 2);
    }
    assertThat(Math.sqrt(apart / size)).isLessThan(0.2);
    assertThat(found.outcome().verdict().cautions())
        .anyMatch(caution -> caution.contains("step size"));
  }

  @Test
  void ofThemselvesTheMatrixIsSymmetricAndADatumIsNoneOfItsOwnDiscoveries() {
    Entries found = run(InfluenceEstimator.Queries.OF_THEMSELVES, "hmc", 2, 600, 2);
    assertThat(found.shareWithin(3, exact(DATA, N_BETA))).isGreaterThan(0.95);
    for (int i = 0; i < N; i++) {
      assertThat(found.valueAndSe().get(i * N + i)[0]).isNegative();
      for (int j = 0; j < i; j++) {
        assertThat(found.valueAndSe().get(i * N + j)[0])
            .isCloseTo(
                found.valueAndSe().get(j * N + i)[0], org.assertj.core.api.Assertions.within(1e-9));
      }
    }
    assertThat(found.outcome().found().ofMatrix().entries()).isEqualTo((long) N * (N - 1));
    for (int i = 0; i < N; i++) {
      int self = i;
      assertThat(
              found
                  .outcome()
                  .found()
                  .queries()
                  .get(i)
                  .helpful(found.outcome().found().ofMatrix().thresholds()))
          .noneMatch(entry -> entry.datum() == self);
    }
  }

  /** The same bits on one thread and two, and of rows that are asked for one by one. */
  @Test
  void bitsDependOnNothingElse() {
    Entries one = run(ASKED, "hmc", 3, 60, 1);
    Entries two = run(ASKED, "hmc", 3, 60, 2);
    InfluenceEstimator.Queries rows =
        new InfluenceEstimator.Queries(
            Optional.of(OTHERS.subset(new int[] {7, 2})), new int[] {-1, -1}, Phi.LOSS);
    Entries some = run(rows, "hmc", 3, 60, 2);
    List<Double> chosen = new ArrayList<>();
    List<Double> expected = new ArrayList<>();
    for (int i = 0; i < N * M; i++) {
      assertThat(one.valueAndSe().get(i)).isEqualTo(two.valueAndSe().get(i));
      if (i % M == 7) {
        expected.add(one.valueAndSe().get(i)[0]);
        chosen.add(some.valueAndSe().get(i / M * 2)[0]);
      }
    }
    assertThat(chosen).isEqualTo(expected);
  }

  /**
   * A hundred data without a say in anything: of the control and of them at most what is stated.
   */
  @Test
  void theControlFindsWhatIsStated() {
    Entries found = run(ASKED, "hmc", 5, 1000, 2);
    InfluenceMatrix.Found matrix = found.outcome().found();
    assertThat(matrix.control().entries()).isGreaterThan(1000);
    assertThat(matrix.control().discovered())
        .isLessThanOrEqualTo((long) (0.05 * matrix.control().entries()));
    assertThat(matrix.interval()).isBetween(1.7, 2.3);
    assertThat(matrix.ofMatrix().discovered()).isGreaterThan(60);
    assertThat(found.outcome().verdict().status()).isNotEqualTo(Verdict.Status.REJECTED);
  }

  /** g_i = -e_i x_i / sigma^2 and A that of the posterior: -e_i e_j kappa / sigma^4. */
  @Test
  void theClassicalInfluenceIsThatOfTheNormalEquations() {
    Matrix kappa = X.times(precision().solve(design(OTHERS).transposed()).solution());
    Matrix found =
        new CurvatureInfluence(MODEL, W.values(), N_BETA, GAMMA, KernelProvider.best())
            .of(DATA, OTHERS);
    double[] e = residuals(DATA).values();
    double[] f = residuals(OTHERS).values();
    for (int i = 0; i < N * M; i++) {
      assertThat(found.values()[i])
          .isCloseTo(
              -e[i / M] * f[i % M] * kappa.values()[i] / Math.pow(SIGMA, 4),
              org.assertj.core.api.Assertions.within(1e-7));
    }
  }
}

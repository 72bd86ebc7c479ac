package org.cusp.estimate.susceptibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cusp.clock.Deadline;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.estimate.influence.Entry;
import org.cusp.estimate.influence.InfluenceEstimator;
import org.cusp.model.Mlp;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.Coordinates;
import org.cusp.run.Localisation;
import org.cusp.run.Progress;
import org.cusp.run.Selection;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.state.Ended;
import org.cusp.state.Stopped;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.cusp.tensor.dense.Matrix;
import org.cusp.verdict.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Linear regression, w* not its least squares. With d = u - u*, L_n and l_z - L_n are quadratic,
 * d'Q d/2 + b'd, and with d ~ N(m, S), S^-1 = nBeta Q_L + gamma I and m = -nBeta S b_L,
 *
 * <pre>  Cov = tr(Q S R S)/2 + (b + Q m)' S (c + R m)</pre>
 *
 * of two of them; where some parameters are at w*, of the rows and columns of the others.
 */
class GaussianSusceptibilityTest {
  private static final int N = 30;
  private static final int M = 40;
  private static final double SIGMA = 0.7;
  private static final double N_BETA = 12;
  private static final double GAMMA = 1.5;
  private static final Mlp MODEL =
      new Mlp(List.of(2, 1), Activation.IDENTITY, new Likelihood.Gaussian(1, SIGMA));

  /** Weights, then the bias. */
  private static final double[] W = {0.9, -0.3, 0.2};

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

  private static final DataSet DATA = data(N, 0);
  private static final DataSet SHIFT = data(M, 1);

  /** d'Q d/2 + b'd in the free parameters. */
  private record Quadratic(Matrix q, Matrix b) {
    static Quadratic loss(DataSet data, int row, int[] free) {
      double[] x = {data.x()[2 * row], data.x()[2 * row + 1], 1};
      double e = ((Targets.Values) data.targets()).values()[row];
      for (int i = 0; i < W.length; i++) {
        e -= W[i] * x[i];
      }
      double residual = e;
      double[] chosen = Arrays.stream(free).mapToDouble(i -> x[i] / SIGMA).toArray();
      Matrix column = new Matrix(free.length, 1, chosen);
      double[] b = Arrays.stream(chosen).map(c -> -residual * c / SIGMA).toArray();
      return new Quadratic(column.timesTransposed(column), new Matrix(free.length, 1, b));
    }

    static Quadratic mean(DataSet data, int[] free) {
      Quadratic sum = loss(data, 0, free);
      for (int i = 1; i < data.n(); i++) {
        sum = sum.plus(1, loss(data, i, free));
      }
      return new Quadratic(
          sum.q.plus(1.0 / data.n(), 0, sum.q), sum.b.plus(1.0 / data.n(), 0, sum.b));
    }

    Quadratic plus(double factor, Quadratic other) {
      return new Quadratic(plus(q, factor, other.q), plus(b, factor, other.b));
    }

    private static Matrix plus(Matrix a, double factor, Matrix b) {
      double[] sum = a.values().clone();
      Arrays.setAll(sum, i -> a.values()[i] + factor * b.values()[i]);
      return new Matrix(a.rows(), a.columns(), sum);
    }
  }

  /** chi of every z. */
  private static double[] exact(int[] free, double nBeta) {
    Quadratic loss = Quadratic.mean(DATA, free);
    Matrix precision =
        Quadratic.plus(
            new Matrix(free.length, free.length, scaled(nBeta, loss.q)),
            GAMMA,
            Matrix.identity(free.length));
    Matrix s = precision.solve(Matrix.identity(free.length)).solution();
    Matrix m = new Matrix(free.length, 1, scaled(-nBeta, s.times(loss.b)));
    return IntStream.range(0, M)
        .mapToDouble(z -> -covariance(loss, Quadratic.loss(SHIFT, z, free).plus(-1, loss), s, m))
        .toArray();
  }

  private static double[] scaled(double factor, Matrix a) {
    return Arrays.stream(a.values()).map(x -> factor * x).toArray();
  }

  private static double covariance(Quadratic one, Quadratic two, Matrix s, Matrix m) {
    Matrix product = one.q.times(s).times(two.q).times(s);
    double trace = 0;
    for (int i = 0; i < s.rows(); i++) {
      trace += product.values()[i * s.rows() + i];
    }
    Matrix left = Quadratic.plus(one.b, 1, one.q.times(m));
    Matrix right = Quadratic.plus(two.b, 1, two.q.times(m));
    return trace / 2 + left.transposedTimes(s.times(right)).values()[0];
  }

  private static SusceptibilityEstimator.Outcome run(int threads, int draws) {
    return run(threads, draws, Optional.empty(), Progress.NONE);
  }

  private static SusceptibilityEstimator.Outcome run(
      int threads, int draws, Optional<Path> where, Progress progress) {
    LlcSpec settings =
        LlcSpec.defaults(1)
            .withSampler("hmc")
            .withChains(4)
            .withNBeta(N_BETA)
            .withGamma(GAMMA)
            .edit()
            .draws(draws)
            .build();
    Target target = Target.of("line", MODEL, Precision.FLOAT64, DATA);
    List<SusceptibilityEstimator.Part> parts =
        MODEL.parameters().tensors().stream()
            .map(
                tensor ->
                    new SusceptibilityEstimator.Part(
                        tensor.name(),
                        target.withCoordinates(
                            new Coordinates(
                                Optional.of(Selection.only(tensor.name(), MODEL, Map.of())),
                                Localisation.ISOTROPIC))))
            .toList();
    try (Workers workers = new Workers(threads)) {
      return new SusceptibilityEstimator(
              settings, InfluenceEstimator.Queries.of(SHIFT), where, KernelProvider.best(), workers)
          .estimate(parts, W, 0.05, Deadline.never(), progress);
    }
  }

  private static double shareWithin(List<Entry> found, double[] truth) {
    return IntStream.range(0, truth.length)
            .filter(z -> Math.abs(found.get(z).influence() - truth[z]) < 3 * found.get(z).se())
            .count()
        / (double) truth.length;
  }

  private static int[] places(SusceptibilityEstimator.Response response) {
    return response.component().endsWith("weight") ? new int[] {0, 1} : new int[] {2};
  }

  @Test
  void susceptibilitiesAreThoseOfTheExactPosteriorOfEachComponent() {
    SusceptibilityEstimator.Outcome outcome = run(2, 700);
    assertThat(outcome.responses()).hasSize(2);
    for (SusceptibilityEstimator.Response response : outcome.responses()) {
      int[] free = places(response);
      assertThat(response.answer().posterior().free()).isEqualTo(free.length);
      List<Entry> data = response.answer().data();
      double[] truth = exact(free, N_BETA);
      assertThat(shareWithin(data, truth)).as(response.component()).isGreaterThan(0.9);
      assertThat(shareWithin(data, exact(free, N_BETA / 4))).isLessThan(0.6);
      List<Entry> control = response.control().orElseThrow().data();
      assertThat(shareWithin(control, exact(free, 0))).isGreaterThan(0.9);
      double mean = Arrays.stream(truth).average().orElseThrow();
      Entry whole = response.answer().mean();
      assertThat(whole.influence()).isCloseTo(mean, within(3 * whole.se()));
    }
    assertThat(outcome.found().discovered()).isGreaterThan(M / 2);
    assertThat(outcome.verdict().status()).isNotEqualTo(Verdict.Status.REJECTED);
  }

  @Test
  void bitsDoNotDependOnThreads() {
    SusceptibilityEstimator.Outcome one = run(1, 60);
    SusceptibilityEstimator.Outcome two = run(2, 60);
    for (int c = 0; c < 2; c++) {
      assertThat(one.responses().get(c).answer().values())
          .containsExactly(two.responses().get(c).answer().values());
    }
  }

  /** In the first component's draws, in its control's, and in the second's. */
  @Test
  void whatIsStoppedGoesOnToTheSameBits(@TempDir Path folder) {
    Ended ended = Ended.in(folder);
    SusceptibilityEstimator.Outcome whole = run(1, 40);
    for (int turns : new int[] {90, 60, 90}) {
      assertThatThrownBy(() -> run(1, 40, Optional.of(folder), ended.at(turns)))
          .isInstanceOf(Stopped.class);
    }
    SusceptibilityEstimator.Outcome found = run(1, 40, Optional.of(folder), ended.at(0));
    for (int c = 0; c < 2; c++) {
      assertThat(found.responses().get(c).answer().values())
          .containsExactly(whole.responses().get(c).answer().values());
      assertThat(found.responses().get(c).control().orElseThrow().values())
          .containsExactly(whole.responses().get(c).control().orElseThrow().values());
    }
    assertThat(folder.resolve("unfinished-losses")).exists();
    SusceptibilityEstimator.remove(folder);
    assertThat(folder.resolve("unfinished-losses")).doesNotExist();
  }
}

package org.cusp.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.Model;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Batches of models that are linear in their inputs, against sums over the batch's examples that
 * are written out here.
 */
class BatchMomentsTest {
  private static final int N = 90;
  private static final int BATCH = 40;
  private static final int IN = 3;
  private static final int MIDDLE = 20;
  private static final int OUT = 2;
  private static final double SIGMA = 0.7;
  private static final Model NETWORK =
      new DeepLinearNetwork(List.of(IN, MIDDLE, OUT), new Likelihood.Gaussian(OUT, SIGMA));
  private static final int P = NETWORK.size();
  private static final double[] X = normals(Purpose.INPUTS, 0, N * IN, 1);
  private static final double[] Y = normals(Purpose.OUTPUTS, 0, N * OUT, 1);
  private static final double[] CENTRE = normals(Purpose.INITIALISATION, 0, P, 0.5);

  private static double[] normals(Purpose purpose, int chain, int count, double scale) {
    double[] values = new double[count];
    RandomStream.of(4, purpose, chain).normals(0, 0, values, count);
    for (int i = 0; i < count; i++) {
      values[i] *= scale;
    }
    return values;
  }

  /** What is found for a chain. */
  private record Found(double[] gradient, double deltaLoss) {}

  private static Found[] found(
      Posterior posterior, BatchPlan plan, Precision precision, double[][] w, long t) {
    KernelProvider provider = KernelProvider.best();
    try (Workers workers = new Workers(1);
        PosteriorTensors shared = PosteriorTensors.of(posterior, precision, provider, workers);
        PosteriorPass pass = new PosteriorPass(shared, plan, provider.create(), 0, w.length)) {
      double[] deltas = new double[w.length];
      // Twice: what is bound at the first step serves the second.
      pass.evaluate(t + 1, deltas);
      for (int chain = 0; chain < w.length; chain++) {
        pass.w().setRow(chain, w[chain]);
      }
      pass.evaluate(t, deltas);
      Found[] all = new Found[w.length];
      for (int chain = 0; chain < all.length; chain++) {
        all[chain] = new Found(pass.gradient().getRow(chain), deltas[chain]);
      }
      return all;
    }
  }

  /** The sum over the batch, in the plan's order. */
  private static Found written(BatchPlan plan, int chain, double[] w, long t) {
    double[] gradient = new double[P];
    double loss = 0;
    for (int k = 0; k < plan.size(); k++) {
      long at = t * plan.size() + k;
      int i = plan.of(chain).at(at / N, (int) (at % N));
      loss += (add(w, i, gradient) - add(CENTRE, i, new double[P])) / plan.size();
    }
    for (int j = 0; j < P; j++) {
      gradient[j] /= plan.size();
    }
    return new Found(gradient, loss);
  }

  /** The loss of datum i, whose gradient is added. */
  private static double add(double[] w, int i, double[] gradient) {
    double[] hidden = new double[MIDDLE];
    for (int m = 0; m < MIDDLE; m++) {
      for (int j = 0; j < IN; j++) {
        hidden[m] += w[m * IN + j] * X[i * IN + j];
      }
    }
    int second = IN * MIDDLE;
    double loss = 0;
    for (int k = 0; k < OUT; k++) {
      double residual = -Y[i * OUT + k];
      for (int m = 0; m < MIDDLE; m++) {
        residual += w[second + k * MIDDLE + m] * hidden[m];
      }
      loss += residual * residual / (2 * SIGMA * SIGMA);
      double slope = residual / (SIGMA * SIGMA);
      for (int m = 0; m < MIDDLE; m++) {
        gradient[second + k * MIDDLE + m] += slope * hidden[m];
        for (int j = 0; j < IN; j++) {
          gradient[m * IN + j] += slope * w[second + k * MIDDLE + m] * X[i * IN + j];
        }
      }
    }
    return loss;
  }

  private static Posterior posterior() {
    DataSet data = new DataSet("linear", N, IN, X, new Targets.Values(Y, OUT));
    return new Posterior(NETWORK, data, CENTRE, 10, 1);
  }

  private static double[][] moved() {
    double[][] w = new double[3][];
    for (int chain = 0; chain < w.length; chain++) {
      w[chain] = normals(Purpose.PERTURBATION, chain, P, 0.1);
      for (int j = 0; j < P; j++) {
        w[chain][j] += CENTRE[j];
      }
    }
    return w;
  }

  /** t = 2 has a batch that goes over into the next epoch. */
  @ParameterizedTest
  @ValueSource(longs = {0, 2, 7})
  void gradientAndDifferenceAreThoseOfTheExamples(long t) {
    assertThat(BatchExcess.ByMoments.isLessWork(NETWORK, BATCH)).isTrue();
    BatchPlan plan = new BatchPlan(8, N, BATCH);
    double[][] w = moved();
    Found[] found = found(posterior(), plan, Precision.FLOAT64, w, t);
    for (int chain = 0; chain < w.length; chain++) {
      Found expected = written(plan, chain, w[chain], t);
      assertThat(found[chain].deltaLoss()).isCloseTo(expected.deltaLoss(), within(1e-12));
      assertThat(found[chain].gradient()).containsExactly(expected.gradient(), within(1e-12));
    }
  }

  /** With what the same batch has at w* taken off and that of all data put in its place. */
  @Test
  void controlVariatesGoByMomentsToo() {
    BatchPlan plan = new BatchPlan(8, N, BATCH, new GradientEstimate.ControlVariate());
    double[][] w = moved();
    Found[] found = found(posterior(), plan, Precision.FLOAT64, w, 1);
    double[] all = written(new BatchPlan(8, N, N), 0, CENTRE, 0).gradient();
    for (int chain = 0; chain < w.length; chain++) {
      double[] expected = written(plan, chain, w[chain], 1).gradient();
      double[] atCentre = written(plan, chain, CENTRE, 1).gradient();
      for (int j = 0; j < P; j++) {
        expected[j] += all[j] - atCentre[j];
      }
      assertThat(found[chain].gradient()).containsExactly(expected, within(1e-12));
    }
  }

  /** The terms of the difference are small where w is near w*, so that float32 keeps its digits. */
  @Test
  void singlePrecisionKeepsTheDigitsOfSmallDifferences() {
    BatchPlan plan = new BatchPlan(8, N, BATCH);
    double[][] w = moved();
    for (double[] each : w) {
      for (int j = 0; j < P; j++) {
        each[j] = (float) CENTRE[j] + (float) (1e-3 * (each[j] - CENTRE[j]));
      }
    }
    Found[] found = found(posterior(), plan, Precision.FLOAT32, w, 1);
    for (int chain = 0; chain < w.length; chain++) {
      Found expected = written(plan, chain, w[chain], 1);
      double size = Math.abs(expected.deltaLoss());
      assertThat(size).isBetween(1e-6, 1e-2);
      assertThat(found[chain].deltaLoss()).isCloseTo(expected.deltaLoss(), within(1e-3 * size));
    }
  }

  /** y = w1 w2^2 x, in plain Java: the slope of each parameter by hand. */
  @Test
  void functionsOfJavaAreTakenToo() {
    Problem problem = Problems.parse("monomial:powers=1x2,n=90", 1);
    double[] centre = problem.truth();
    BatchPlan plan = new BatchPlan(8, N, BATCH);
    double[] w = {0.3, -0.8};
    Found found =
        found(
            new Posterior(problem.model(), problem.data(), centre, 10, 1),
            plan,
            Precision.FLOAT64,
            new double[][] {w},
            1)[0];
    double[] y = ((Targets.Values) problem.data().targets()).values();
    double slope = 0;
    double delta = 0;
    for (int k = 0; k < BATCH; k++) {
      int i = plan.of(0).at((BATCH + k) / N, (BATCH + k) % N);
      double x = problem.data().x()[i];
      double residual = w[0] * w[1] * w[1] * x - y[i];
      double before = centre[0] * centre[1] * centre[1] * x - y[i];
      slope += residual * x / BATCH;
      delta += (residual * residual - before * before) / (2.0 * BATCH);
    }
    assertThat(BatchExcess.ByMoments.isLessWork(problem.model(), BATCH)).isTrue();
    assertThat(found.deltaLoss()).isCloseTo(delta, within(1e-13));
    assertThat(found.gradient())
        .containsExactly(
            new double[] {slope * w[1] * w[1], 2 * slope * w[0] * w[1]}, within(1e-13));
  }

  /** Many outputs of one product cost less example by example. */
  @Test
  void aPlainRegressionGoesByExamples() {
    Model plain = new DeepLinearNetwork(List.of(30, 2), new Likelihood.Gaussian(2, 1));
    assertThat(BatchExcess.ByMoments.isLessWork(plain, BATCH)).isFalse();
  }
}

package org.cusp.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.Mlp;
import org.cusp.model.Model;
import org.cusp.model.SufficientData;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

class AllDataLossTest {
  private static final int FEATURES = 4;
  private static final Likelihood NOISE = new Likelihood.Gaussian(2, 0.7);
  private static final DeepLinearNetwork LINEAR =
      new DeepLinearNetwork(List.of(FEATURES, 3, 2), NOISE);

  private static DataSet data(int n) {
    RandomStream stream = RandomStream.of(1, Purpose.INPUTS, 0);
    double[] x = new double[n * FEATURES];
    double[] y = new double[n * 2];
    stream.normals(0, 0, x, x.length);
    stream.normals(1, 0, y, y.length);
    return new DataSet("points", n, FEATURES, x, new Targets.Values(y, 2));
  }

  /** L_n(w) - L_n(w*) and the gradient at w, by all data or by a batch of all data in order. */
  private static double[] evaluated(Model model, DataSet data, double[] centre, double[] w) {
    Posterior posterior = new Posterior(model, data, centre, 10, 1);
    try (Workers workers = new Workers(1);
        PosteriorTensors shared =
            PosteriorTensors.of(
                posterior, Precision.FLOAT64, KernelProvider.named("simd"), workers);
        PosteriorPass pass =
            new PosteriorPass(
                shared,
                new BatchPlan(0, data.n(), 1),
                KernelProvider.named("simd").create(),
                0,
                2)) {
      pass.w().setRow(1, w);
      double[] delta = new double[2];
      pass.evaluateAll(delta);
      assertThat(delta[0]).isZero();
      double[] result = pass.gradient().getRow(1);
      result = Arrays.copyOf(result, result.length + 1);
      result[result.length - 1] = delta[1];
      return result;
    }
  }

  /** The same as a mean over data sets of one datum, twice, which nothing sums up or slices. */
  private static double[] oneByOne(Model model, DataSet data, double[] centre, double[] w) {
    double[] sum = new double[w.length + 1];
    for (int i = 0; i < data.n(); i++) {
      double[] x = twice(data.x(), i, FEATURES);
      double[] y = twice(((Targets.Values) data.targets()).values(), i, 2);
      double[] one =
          evaluated(model, new DataSet("one", 2, FEATURES, x, new Targets.Values(y, 2)), centre, w);
      for (int j = 0; j < sum.length; j++) {
        sum[j] += one[j] / data.n();
      }
    }
    return sum;
  }

  private static double[] twice(double[] rows, int row, int width) {
    double[] both = new double[2 * width];
    System.arraycopy(rows, row * width, both, 0, width);
    System.arraycopy(rows, row * width, both, width, width);
    return both;
  }

  private static double[] somewhere(Model model, int seed) {
    return model.initialise(RandomStream.of(seed, Purpose.INITIALISATION, 0));
  }

  @Test
  void sufficientExamplesGiveTheLossDifferenceAndGradientOfAllData() {
    DataSet data = data(50);
    double[] centre = somewhere(LINEAR, 1);
    double[] w = somewhere(LINEAR, 2);
    assertThat(SufficientData.of(LINEAR, data).orElseThrow().n()).isEqualTo(FEATURES);
    assertThat(evaluated(LINEAR, data, centre, w))
        .containsExactly(oneByOne(LINEAR, data, centre, w), within(1e-12));
  }

  @Test
  void slicesAddUpToAllData() {
    Model model = new Mlp(List.of(FEATURES, 3, 2), Activation.TANH, NOISE);
    DataSet data = data(2500);
    double[] centre = somewhere(model, 1);
    double[] w = somewhere(model, 2);
    assertThat(SufficientData.of(model, data)).isEmpty();
    assertThat(evaluated(model, data, centre, w))
        .containsExactly(oneByOne(model, data, centre, w), within(1e-12));
  }

  @Test
  void fewOrDegenerateInputsAreLeftAsTheyAre() {
    assertThat(SufficientData.of(LINEAR, data(FEATURES))).isEmpty();
    DataSet data = data(20);
    double[] flat = data.x().clone();
    for (int i = 0; i < 20; i++) {
      flat[i * FEATURES + 1] = 2 * flat[i * FEATURES];
    }
    assertThat(SufficientData.of(LINEAR, new DataSet("flat", 20, FEATURES, flat, data.targets())))
        .isEmpty();
  }
}

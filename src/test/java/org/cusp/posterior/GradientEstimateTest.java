package org.cusp.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.diagnostics.Moments;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.Mlp;
import org.cusp.model.Model;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Estimates of the gradient over all data, on a linear regression whose gradients are written out.
 */
class GradientEstimateTest {
  private static final int N = 60;
  private static final int BATCH = 6;
  private static final int D = 3;
  private static final double[] CENTRE = {0.5, -1, 2};
  private static final double[] MOVED = {0.52, -1.03, 2.01};
  private static final GradientEstimate PLAIN = new GradientEstimate.Plain();
  private static final GradientEstimate VARIATE = new GradientEstimate.ControlVariate();

  private static final double[] X = normals(Purpose.INPUTS, N * D);
  private static final double[] Y = targets();

  private static double[] normals(Purpose purpose, int count) {
    double[] values = new double[count];
    RandomStream.of(6, purpose, 0).normals(0, 0, values, count);
    return values;
  }

  /** Truth (0.5, -1, 2) and unit noise: w* is near, not at, the best fit. */
  private static double[] targets() {
    double[] y = normals(Purpose.OUTPUTS, N);
    for (int i = 0; i < N; i++) {
      y[i] += predicted(CENTRE, i);
    }
    return y;
  }

  private static double predicted(double[] w, int i) {
    double sum = 0;
    for (int j = 0; j < D; j++) {
      sum += X[i * D + j] * w[j];
    }
    return sum;
  }

  /** The gradient of one datum's loss, x_i (x_i w - y_i). */
  private static double[] ofDatum(double[] w, int i) {
    double residual = predicted(w, i) - Y[i];
    double[] gradient = new double[D];
    Arrays.setAll(gradient, j -> X[i * D + j] * residual);
    return gradient;
  }

  private static double[] ofAllData(double[] w) {
    double[] sum = new double[D];
    for (int i = 0; i < N; i++) {
      double[] gradient = ofDatum(w, i);
      for (int j = 0; j < D; j++) {
        sum[j] += gradient[j] / N;
      }
    }
    return sum;
  }

  /** E|g - g_n|^2 over batches without repetition: the variance of what varies between data. */
  private static double predictedVariance(GradientEstimate estimate, double[] w) {
    double total = 0;
    for (int j = 0; j < D; j++) {
      double[] terms = new double[N];
      for (int i = 0; i < N; i++) {
        double atCentre = estimate.equals(VARIATE) ? ofDatum(CENTRE, i)[j] : 0;
        terms[i] = ofDatum(w, i)[j] - atCentre;
      }
      total += Moments.variance(terms) / BATCH * (1 - BATCH / (double) N);
    }
    return total;
  }

  private static PosteriorTensors regression(Precision precision, KernelProvider kernels) {
    DataSet data = new DataSet("regression", N, D, X, new Targets.Values(Y, 1));
    Model model = new DeepLinearNetwork(List.of(D, 1), new Likelihood.Gaussian(1, 1));
    return tensors(new Posterior(model, data, CENTRE, 10, 1), precision, kernels, 1);
  }

  private static PosteriorTensors tensors(
      Posterior posterior, Precision precision, KernelProvider kernels, int threads) {
    try (Workers workers = new Workers(threads)) {
      return PosteriorTensors.of(posterior, precision, kernels, workers);
    }
  }

  /** Gradient estimates at w, one for each step. */
  private static double[][] estimates(
      GradientEstimate estimate, int batch, double[] w, long[] steps) {
    KernelProvider provider = KernelProvider.best();
    BatchPlan plan = new BatchPlan(8, N, batch, estimate);
    double[][] gradients = new double[steps.length][];
    try (PosteriorTensors shared = regression(Precision.FLOAT64, provider);
        PosteriorPass pass = new PosteriorPass(shared, plan, provider.create(), 0, 1)) {
      pass.w().setRow(0, w);
      for (int i = 0; i < steps.length; i++) {
        pass.evaluate(steps[i], new double[1]);
        gradients[i] = pass.gradient().getRow(0);
      }
    }
    return gradients;
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += (a[j] - b[j]) * (a[j] - b[j]);
    }
    return sum;
  }

  static Stream<GradientEstimate> both() {
    return Stream.of(PLAIN, VARIATE);
  }

  /** One batch of each epoch, so that batches are independent: 5 standard errors, 5.7e-7 each. */
  @ParameterizedTest
  @MethodSource("both")
  void varianceIsThatOfASampleWithoutRepetition(GradientEstimate estimate) {
    long[] steps = new long[6000];
    Arrays.setAll(steps, i -> (long) i * (N / BATCH));
    double[] all = ofAllData(MOVED);
    double[] squares =
        Arrays.stream(estimates(estimate, BATCH, MOVED, steps))
            .mapToDouble(gradient -> squaredDistance(gradient, all))
            .toArray();
    double error = Math.sqrt(Moments.variance(squares) / squares.length);
    double predicted = predictedVariance(estimate, MOVED);
    assertThat(error).isLessThan(0.03 * predicted);
    assertThat(Moments.mean(squares)).isCloseTo(predicted, within(5 * error));
  }

  /** Near w* the control variate removes nearly all of the variance: here more than 99 in 100. */
  @Test
  void controlVariateIsWorthItsSecondGradient() {
    assertThat(predictedVariance(PLAIN, MOVED) / predictedVariance(VARIATE, MOVED))
        .isGreaterThan(100);
    assertThat(predictedVariance(VARIATE, new double[] {4, 4, -4}))
        .isGreaterThan(predictedVariance(VARIATE, MOVED));
  }

  @ParameterizedTest
  @MethodSource("both")
  void theMeanOverAnEpochIsTheGradientOfAllData(GradientEstimate estimate) {
    long[] epoch = new long[N / BATCH];
    Arrays.setAll(epoch, i -> 20 + i);
    double[] mean = new double[D];
    for (double[] gradient : estimates(estimate, BATCH, MOVED, epoch)) {
      for (int j = 0; j < D; j++) {
        mean[j] += gradient[j] / epoch.length;
      }
    }
    assertThat(mean).containsExactly(ofAllData(MOVED), within(1e-13));
  }

  @Test
  void atTheCentreTheControlVariateHasNoNoise() {
    double[] all = ofAllData(CENTRE);
    assertThat(Math.abs(all[0])).isGreaterThan(1e-3);
    for (double[] gradient : estimates(VARIATE, BATCH, CENTRE, new long[] {0, 1, 2, 70})) {
      assertThat(gradient).containsExactly(all, within(1e-14));
    }
  }

  @Test
  void withAllDataBothAreTheGradient() {
    long[] steps = {3};
    double[][] plain = estimates(PLAIN, N, MOVED, steps);
    assertThat(estimates(VARIATE, N, MOVED, steps)).isDeepEqualTo(plain);
    assertThat(plain[0]).containsExactly(ofAllData(MOVED), within(1e-13));
  }

  static Stream<Arguments> kernelsAndPrecisions() {
    return KernelProvider.usable().stream()
        .flatMap(kernels -> Arrays.stream(Precision.values()).map(p -> Arguments.of(kernels, p)));
  }

  /** A chain among others is evaluated at a copy of w*, a chain alone at w* itself. */
  @ParameterizedTest
  @MethodSource("kernelsAndPrecisions")
  void chainsTogetherAreChainsOneByOne(KernelProvider kernels, Precision precision) {
    double[][] together = chains(kernels, precision, 0, 3);
    for (int chain = 0; chain < 3; chain++) {
      assertThat(chains(kernels, precision, chain, 1)[0]).isEqualTo(together[chain]);
    }
    assertThat(together[0]).isNotEqualTo(together[1]);
  }

  private static double[][] chains(
      KernelProvider kernels, Precision precision, int first, int count) {
    BatchPlan plan = new BatchPlan(8, N, BATCH, VARIATE);
    try (PosteriorTensors shared = regression(precision, kernels);
        PosteriorPass pass = new PosteriorPass(shared, plan, kernels.create(), first, count)) {
      for (int chain = 0; chain < count; chain++) {
        pass.w().setRow(chain, MOVED);
      }
      pass.evaluate(5, new double[count]);
      double[][] gradients = new double[count][];
      Arrays.setAll(gradients, pass.gradient()::getRow);
      return gradients;
    }
  }

  /** 1,100 data in slices: the same bits with any number of threads, the mean of all data. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void gradientAtTheCentreDoesNotDependOnThreads(Precision precision) {
    int n = 1100;
    double[] x = normals(Purpose.INPUTS, n * 4);
    int[] labels = new int[n];
    Arrays.setAll(labels, i -> i % 3);
    DataSet data = new DataSet("points", n, 4, x, new Targets.Classes(labels, 3));
    Mlp model = new Mlp(List.of(4, 5, 3), Activation.TANH, new Likelihood.Categorical(3));
    double[] w = model.initialise(RandomStream.of(3, Purpose.INITIALISATION, 0));
    Posterior posterior = new Posterior(model, data, w, 10, 1);
    KernelProvider kernels = KernelProvider.best();
    double rounding = precision == Precision.FLOAT32 ? 1e-6 : 1e-14;
    try (PosteriorTensors one = tensors(posterior, precision, kernels, 1);
        PosteriorTensors three = tensors(posterior, precision, kernels, 3);
        PosteriorPass pass =
            new PosteriorPass(one, new BatchPlan(1, n, n), kernels.create(), 0, 1)) {
      double[] gradient = one.centreGradient().getRow(0);
      assertThat(three.centreGradient().getRow(0)).isEqualTo(gradient);
      pass.evaluate(0, new double[1]);
      assertThat(gradient).containsExactly(pass.gradient().getRow(0), within(rounding));
    }
  }

  @Test
  void namesAndCosts() {
    assertThat(GradientEstimate.named("plain")).isEqualTo(PLAIN);
    assertThat(GradientEstimate.named("control-variate")).isEqualTo(VARIATE);
    assertThat(new BatchPlan(1, 10, 5).estimate()).isEqualTo(PLAIN);
    assertThat(PLAIN.gradientsPerStep()).isEqualTo(1);
    assertThat(VARIATE.gradientsPerStep()).isEqualTo(2);
    assertThatThrownBy(() -> GradientEstimate.named("control"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("gradient estimate 'control': did you mean");
  }
}

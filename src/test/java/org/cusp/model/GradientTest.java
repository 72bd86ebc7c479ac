package org.cusp.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer and likelihood against central differences in double, by both kernel sets. */
class GradientTest {
  private static final int CHAINS = 2;
  private static final int BATCH = 9;
  private static final double STEP = 1e-5;
  private static final RandomStream STREAM = RandomStream.of(4, Purpose.INPUTS, 0);

  static Stream<Model> models() {
    Likelihood classes = new Likelihood.Categorical(3);
    Likelihood normal = new Likelihood.Gaussian(3, 0.7);
    Likelihood events = new Likelihood.Bernoulli(3);
    return Stream.concat(
        Arrays.stream(Activation.values())
            .flatMap(
                f ->
                    Stream.of(
                        new Mlp(List.of(5, 4, 6, 3), f, classes),
                        new Mlp(List.of(5, 7, 3), f, normal),
                        new Mlp(List.of(5, 4, 6, 3), f, normal, Mlp.Biases.ABSENT),
                        new Mlp(List.of(5, 7, 3), f, events))),
        Stream.of(
            new DeepLinearNetwork(List.of(5, 3), events),
            new DeepLinearNetwork(List.of(5, 4, 2, 3), normal),
            new DeepLinearNetwork(List.of(5, 3), classes)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void agreesWithCentralDifferences(Model model) {
    Gradients fast = gradients(model, KernelProvider.named("simd"));
    assertThat(relativeDistance(fast.computed(), fast.differences())).isLessThan(1e-7);
    double[] wrong = fast.computed().clone();
    wrong[0] *= 1.0001;
    wrong[wrong.length - 1] += 1e-3;
    assertThat(relativeDistance(wrong, fast.differences())).as("a wrong one").isGreaterThan(1e-7);
    assertThat(relativeDistance(gradient(model, KernelProvider.named("nd4j")), fast.computed()))
        .as("the reference kernels")
        .isLessThan(1e-12);
  }

  private record Gradients(double[] computed, double[] differences) {}

  private static Gradients gradients(Model model, KernelProvider provider) {
    return with(
        model,
        provider,
        (evaluator, batch, w, gradient) ->
            new Gradients(gradient.getRow(1), centralDifferences(evaluator, batch, w)));
  }

  private static double[] gradient(Model model, KernelProvider provider) {
    return with(model, provider, (evaluator, batch, w, gradient) -> gradient.getRow(1));
  }

  private interface Use<T> {
    T of(Evaluator evaluator, Batch batch, Slab w, Slab gradient);
  }

  /** After the gradient was computed. */
  private static <T> T with(Model model, KernelProvider provider, Use<T> use) {
    DataSet data = data(model.likelihood());
    try (TensorData tensors =
            TensorData.of(data, KernelProvider.best().memory(), Precision.FLOAT64);
        Slab w =
            Slab.zeros(KernelProvider.best().memory(), Precision.FLOAT64, CHAINS, model.size());
        Slab gradient =
            Slab.zeros(KernelProvider.best().memory(), Precision.FLOAT64, CHAINS, model.size());
        Slab losses = w.doublesBeside(CHAINS, BATCH);
        Evaluator evaluator = model.evaluator(provider.create(), w, BATCH)) {
      for (int chain = 0; chain < CHAINS; chain++) {
        w.setRow(chain, model.initialise(RandomStream.of(1, Purpose.INITIALISATION, chain)));
      }
      Batch batch = tensors.slice(0, BATCH);
      evaluator.lossesAndGradient(batch, gradient, losses);
      return use.of(evaluator, batch, w, gradient);
    }
  }

  /** Of the second chain, so that a mixed-up chain shows. */
  private static double[] centralDifferences(Evaluator evaluator, Batch batch, Slab w) {
    double[] values = w.getRow(1);
    double[] differences = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double up = meanLossWith(evaluator, batch, w, values, i, STEP);
      double down = meanLossWith(evaluator, batch, w, values, i, -STEP);
      differences[i] = (up - down) / (2 * STEP);
    }
    return differences;
  }

  private static double meanLossWith(
      Evaluator evaluator, Batch batch, Slab w, double[] values, int i, double shift) {
    double[] moved = values.clone();
    moved[i] += shift;
    w.setRow(1, moved);
    try (Slab losses = w.doublesBeside(CHAINS, BATCH)) {
      evaluator.losses(batch, losses);
      return Arrays.stream(losses.getRow(1)).average().orElseThrow();
    }
  }

  private static double relativeDistance(double[] a, double[] b) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < a.length; i++) {
      difference += (a[i] - b[i]) * (a[i] - b[i]);
      norm += b[i] * b[i];
    }
    return Math.sqrt(difference / norm);
  }

  private static DataSet data(Likelihood likelihood) {
    double[] x = new double[BATCH * 5];
    STREAM.normals(0, 0, x, x.length);
    if (likelihood instanceof Likelihood.Categorical) {
      int[] labels = new int[BATCH];
      Arrays.setAll(labels, i -> i % 3);
      return new DataSet("classes", BATCH, 5, x, new Targets.Classes(labels, 3));
    }
    double[] y = new double[BATCH * 3];
    STREAM.normals(1, 0, y, y.length);
    if (likelihood instanceof Likelihood.Bernoulli) {
      Arrays.setAll(y, i -> y[i] > 0 ? 1 : 0);
    }
    return new DataSet("values", BATCH, 5, x, new Targets.Values(y, 3));
  }
}

package org.cusp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Shape;
import org.cusp.model.layer.BatchNorm;
import org.cusp.model.layer.registry.Layers;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.Posterior;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Batch normalisation with fixed statistics, and sums of branches as residual networks have them.
 */
class BatchNormTest {
  private static final Likelihood NORMAL = new Likelihood.Gaussian(3, 0.7);
  private static final Likelihood CLASSES = new Likelihood.Categorical(3);
  private static final Map<String, Object> CONV =
      Map.of("conv2d", Map.of("outputs", 2, "kernel", 3, "stride", 2, "padding", 1, "bias", false));

  private static LayerNetwork network(Shape inputs, Likelihood likelihood, Object... layers) {
    return new LayerNetwork(inputs, Layers.read("model.", "layers.", List.of(layers)), likelihood);
  }

  private static Map<String, Object> of(String name, Object value) {
    return Map.of(name, value);
  }

  static Stream<LayerNetwork> networks() {
    Shape image = new Shape(List.of(2, 3, 4));
    Object projected =
        of(
            "sum",
            List.of(
                List.of(CONV, "batch-norm", "relu"),
                List.of(
                    of("conv2d", Map.of("outputs", 2, "kernel", 1, "stride", 2)), "batch-norm")));
    Object padded =
        of(
            "sum",
            List.of(
                List.of(
                    "batch-norm", of("conv2d", Map.of("outputs", 4, "kernel", 3, "padding", 1))),
                List.of(of("pad-channels", 1))));
    return Stream.of(
        network(Shape.vector(5), NORMAL, "batch-norm", of("dense", 3)),
        network(Shape.vector(5), CLASSES, of("dense", 4), "batch-norm", "tanh", of("dense", 3)),
        network(Shape.vector(5), CLASSES, of("dense", 3), "batch-norm"),
        network(image, CLASSES, CONV, "batch-norm", "relu", "flatten", of("dense", 3)),
        network(image, NORMAL, projected, "relu", "flatten", of("dense", 3)),
        network(image, NORMAL, CONV, padded, "batch-norm", "tanh", "flatten", of("dense", 3)));
  }

  /** Parameters of all kinds; variances are positive. */
  private static double[] parameters(LayerNetwork model, int seed) {
    double[] w = Examples.normals(seed, model.size());
    for (ParamSpace.Tensor tensor : model.fixed()) {
      for (int i = tensor.offset(); i < tensor.offset() + tensor.size(); i++) {
        w[i] = tensor.name().endsWith("running_var") ? 0.5 + w[i] * w[i] : w[i];
      }
    }
    return w;
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAgreeWithCentralDifferences(LayerNetwork model) {
    double[] all = parameters(model, 8);
    RestrictedModel part = RestrictedModel.of(model, free(model), all);
    double[] w = part.fromWhole(all);
    for (KernelProvider provider : KernelProvider.usable()) {
      double[] computed =
          Examples.evaluate(part, provider.create(), List.of(Examples.normals(7, w.length), w))
              .gradients()[1];
      double[] differences = Examples.differences(part, provider.create(), w);
      assertThat(Examples.distance(computed, differences)).as(provider.id()).isLessThan(1e-7);
    }
  }

  private static Restriction free(LayerNetwork model) {
    return Restriction.ofParameters(model)
        .orElseGet(() -> Restriction.matching(model.parameters(), TensorPattern.list("*")));
  }

  /** The gradient of a tensor is the same, to the bit, where all others are frozen. */
  @ParameterizedTest
  @MethodSource("networks")
  void everyTensorMayBeFreeAlone(LayerNetwork model) {
    double[] w = parameters(model, 9);
    RestrictedModel most = RestrictedModel.of(model, free(model), w);
    double[] gradient = gradient(most, most.fromWhole(w));
    double[] whole = most.restriction().insert(gradient, new double[w.length]);
    for (ParamSpace.Tensor tensor : most.parameters().tensors()) {
      Restriction alone =
          Restriction.matching(model.parameters(), List.of(new TensorPattern(tensor.name())));
      RestrictedModel part = RestrictedModel.of(model, alone, w);
      assertThat(gradient(part, part.fromWhole(w)))
          .as(tensor.name())
          .isEqualTo(alone.select(whole));
    }
  }

  private static double[] gradient(Model model, double[] w) {
    return Examples.evaluate(model, KernelProvider.best().create(), List.of(w)).gradients()[0];
  }

  /**
   * A batch normalisation after a dense layer is that layer with other weights: W' = a W, b' = a (b
   * - m) + beta with a = s / sqrt(v + eps).
   */
  @Test
  void isTheDenseLayerThatItFoldsInto() {
    LayerNetwork model = network(Shape.vector(5), CLASSES, of("dense", 3), "batch-norm");
    double[] w = parameters(model, 3);
    LayerNetwork folded = network(Shape.vector(5), CLASSES, of("dense", 3));
    double[] u = new double[18];
    for (int k = 0; k < 3; k++) {
      double a = w[18 + k] / Math.sqrt(w[27 + k] + 1e-5);
      for (int j = 0; j < 5; j++) {
        u[5 * k + j] = a * w[5 * k + j];
      }
      u[15 + k] = a * (w[15 + k] - w[24 + k]) + w[21 + k];
    }
    double[] losses =
        Examples.evaluate(model, KernelProvider.best().create(), List.of(w)).losses()[0];
    assertThat(losses)
        .containsExactly(
            Examples.evaluate(folded, KernelProvider.best().create(), List.of(u)).losses()[0],
            within(1e-12));
  }

  /** Statistics are no parameters: they begin as those of normalised data and are never free. */
  @Test
  void statisticsAreFixed() {
    LayerNetwork model = network(Shape.vector(5), CLASSES, of("dense", 3), "batch-norm");
    double[] w = model.initialise(RandomStream.of(1, Purpose.INITIALISATION, 0));
    assertThat(w).endsWith(1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1);
    assertThat(model.fixed().stream().map(ParamSpace.Tensor::name))
        .containsExactly("layers.1.running_mean", "layers.1.running_var");
    assertThat(free(model).size()).isEqualTo(24);
    Map<String, Double> scales =
        LayerScales.of(model, w, Examples.data(CLASSES), KernelProvider.best()).byTensor();
    assertThat(scales.get("layers.1.running_var")).isEqualTo(1);
  }

  @Test
  void namesBothShapes() {
    assertThatThrownBy(() -> new BatchNorm(1e-5).output(new Shape(List.of(2, 3))))
        .hasMessageContaining("[2, 3]");
    assertThatThrownBy(
            () ->
                network(
                    Shape.vector(5),
                    CLASSES,
                    of("sum", List.of(List.of(of("dense", 3)), List.of(of("dense", 4))))))
        .hasMessageContaining("[3] and [4]");
    assertThatThrownBy(() -> network(Shape.vector(5), CLASSES, of("sum", List.of("tanh"))))
        .hasMessageContaining("lists of layers, two or more");
  }

  /** What holds statistics fixed is the restriction; a command that would not is refused. */
  @Test
  void statisticsAreNotSampled() {
    LayerNetwork model = network(Shape.vector(5), CLASSES, of("dense", 3), "batch-norm");
    double[] w = parameters(model, 3);
    DataSet data = Examples.data(CLASSES);
    assertThatThrownBy(() -> new Posterior(model, data, w, 1, 1))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("layers.1.running_mean is a running statistic");
    RestrictedModel part = RestrictedModel.of(model, free(model), w);
    assertThat(new Posterior(part, data, part.fromWhole(w), 1, 1).size()).isEqualTo(24);
  }
}

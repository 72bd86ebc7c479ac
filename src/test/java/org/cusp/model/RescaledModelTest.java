package org.cusp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Coordinates in which every tensor has its own unit. */
class RescaledModelTest {
  private static final Likelihood CLASSES = new Likelihood.Categorical(3);
  private static final Mlp RELU = new Mlp(List.of(5, 7, 6, 4, 3), Activation.RELU, CLASSES);

  static Stream<Model> models() {
    return Stream.of(
        RELU,
        new Mlp(List.of(5, 4, 6, 3), Activation.GELU, CLASSES),
        new DeepLinearNetwork(List.of(5, 4, 2, 3), new Likelihood.Gaussian(3, 0.7)),
        Examples.analytic());
  }

  @ParameterizedTest
  @MethodSource("models")
  void gradientAgreesWithCentralDifferences(Model base) {
    double[] w = Examples.normals(0, base.size());
    for (int i = 0; i < 4; i++) {
      w[i] *= 0.05;
    }
    RescaledModel model =
        new RescaledModel(
            base, LayerScales.of(base, w, Examples.data(base.likelihood()), KernelProvider.best()));
    double[] u = model.fromBase(w);
    assertThat(model.toBase(u)).containsExactly(w, within(1e-14));
    assertThat(Examples.distance(u, w)).as("other coordinates").isGreaterThan(0.01);
    List<double[]> gradients = new ArrayList<>();
    for (KernelProvider provider : KernelProvider.usable()) {
      Examples.Evaluation found = Examples.evaluate(model, provider.create(), List.of(w, u));
      assertThat(found.meanLoss(1))
          .isCloseTo(
              Examples.evaluate(base, provider.create(), List.of(w)).meanLoss(0), within(1e-12));
      gradients.add(found.gradients()[1]);
    }
    double[] differences = Examples.differences(model, KernelProvider.named("simd").create(), u);
    for (double[] gradient : gradients) {
      assertThat(Examples.distance(gradient, differences)).isLessThan(1e-7);
    }
  }

  /**
   * W_1, b_1 times a; W_2 over a; W_3 over a, b_2 as it was, b_3 over a; W_4 times a: no change.
   */
  private static double[] rescaled(double[] w, double a) {
    Map<String, Double> factors =
        Map.of(
            "layers.0.weight",
            a,
            "layers.0.bias",
            a,
            "layers.1.weight",
            1 / a,
            "layers.2.weight",
            1 / a,
            "layers.2.bias",
            1 / a,
            "layers.3.weight",
            a);
    double[] scaled = w.clone();
    for (ParamSpace.Tensor tensor : RELU.parameters().tensors()) {
      for (int i = tensor.offset(); i < tensor.offset() + tensor.size(); i++) {
        scaled[i] *= factors.getOrDefault(tensor.name(), 1.0);
      }
    }
    return scaled;
  }

  private static RescaledModel at(double[] w) {
    return new RescaledModel(
        RELU, LayerScales.of(RELU, w, Examples.data(CLASSES), KernelProvider.best()));
  }

  /** Random; without biases; and with a layer of zeros. */
  static Stream<double[]> parameters() {
    double[] random = Examples.normals(0, RELU.size());
    double[] unbiased = random.clone();
    double[] broken = random.clone();
    for (ParamSpace.Tensor tensor : RELU.parameters().tensors()) {
      for (int i = tensor.offset(); i < tensor.offset() + tensor.size(); i++) {
        unbiased[i] *= tensor.name().endsWith("bias") ? 0 : 1;
        broken[i] *= tensor.name().equals("layers.1.weight") ? 0 : 1;
      }
    }
    return Stream.of(random, unbiased, broken);
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void reluRescalingsChangeNothing(double[] w) {
    RescaledModel plain = at(w);
    double[] centre = plain.fromBase(w);
    double[] near = centre.clone();
    double[] shift = Examples.normals(3, w.length);
    for (int i = 0; i < near.length; i++) {
      near[i] += 0.3 * shift[i];
    }
    Examples.Evaluation expected =
        Examples.evaluate(plain, KernelProvider.named("simd").create(), List.of(centre, near));
    for (double a : new double[] {1e-4, 1, 1e4}) {
      RescaledModel model = at(rescaled(w, a));
      assertThat(Examples.distance(model.fromBase(rescaled(w, a)), centre)).isLessThan(1e-13);
      Examples.Evaluation found =
          Examples.evaluate(model, KernelProvider.named("simd").create(), List.of(centre, near));
      for (int chain = 0; chain < 2; chain++) {
        assertThat(found.losses()[chain]).containsExactly(expected.losses()[chain], within(1e-11));
        assertThat(Examples.distance(found.gradients()[chain], expected.gradients()[chain]))
            .isLessThan(1e-11);
      }
      assertThat(model.scales().byTensor().get("layers.0.bias") / a)
          .isCloseTo(plain.scales().byTensor().get("layers.0.bias"), within(1e-12));
    }
  }

  @Test
  void inTheModelsOwnCoordinatesTheyDo() {
    double[] w = Examples.normals(0, RELU.size());
    double[][] plain =
        Examples.evaluate(RELU, KernelProvider.named("simd").create(), List.of(w)).gradients();
    double[][] scaled =
        Examples.evaluate(RELU, KernelProvider.named("simd").create(), List.of(rescaled(w, 1e-4)))
            .gradients();
    assertThat(Examples.distance(scaled[0], plain[0])).isGreaterThan(10);
  }

  /** x = 1, -1; W_1 = 2, W_2 = 3: z_1 = 2, -2 and, after the ReLU, z_2 = 6, 0. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-9, -5})
  void scalesOfANetworkOfTwoUnits(double bias) {
    DataSet data =
        new DataSet("two", 2, 1, new double[] {1, -1}, new Targets.Values(new double[] {0, 0}, 1));
    Mlp model = new Mlp(List.of(1, 1, 1), Activation.RELU, new Likelihood.Gaussian(1, 1));
    double[] w = {2, 0, 3, bias};
    Map<String, Double> scales = LayerScales.of(model, w, data, KernelProvider.best()).byTensor();
    double g = Math.sqrt(6);
    assertThat(scales.get("layers.0.weight")).isCloseTo(2 / g, within(1e-14));
    assertThat(scales.get("layers.1.weight")).isCloseTo(3 / g, within(1e-14));
    assertThat(scales.get("layers.0.bias")).isCloseTo(2 / g, within(1e-14));
    double expected = Math.abs(bias) > 1 ? 5 / g : Math.sqrt(18) / g;
    assertThat(scales.get("layers.1.bias")).isCloseTo(expected, within(1e-14));
  }

  @Test
  void scalesWhereNothingIsKnown() {
    Model analytic = Examples.analytic();
    DataSet data = Examples.data(analytic.likelihood());
    assertThat(
            LayerScales.of(analytic, new double[analytic.size()], data, KernelProvider.best())
                .byTensor())
        .containsOnly(Map.entry("hidden.b", 1.0), Map.entry("hidden.c", 1.0), Map.entry("a", 1.0));
    Map<String, Double> scales =
        LayerScales.of(analytic, new double[] {-8, 0, 2, 2, -2}, data, KernelProvider.best())
            .byTensor();
    assertThat(scales.get("hidden.b")).isCloseTo(2, within(1e-14));
    assertThat(scales.get("hidden.c")).isEqualTo(1);
    assertThat(scales.get("a")).isCloseTo(0.5, within(1e-14));
    double[] zeros = new double[RELU.size()];
    assertThat(
            LayerScales.of(RELU, zeros, Examples.data(CLASSES), KernelProvider.best())
                .byTensor()
                .values())
        .allMatch(scale -> scale > 0 && scale < 100);
  }

  @Test
  void composesWithARestriction() {
    double[] w = Examples.normals(0, RELU.size());
    LayerScales scales = LayerScales.of(RELU, w, Examples.data(CLASSES), KernelProvider.best());
    Restriction part =
        Restriction.matching(RELU.parameters(), TensorPattern.list("layers.1,*.bias"));
    RestrictedModel restricted = RestrictedModel.of(RELU, part, w);
    RescaledModel model = new RescaledModel(restricted, scales);
    double[] u = model.fromBase(restricted.fromWhole(w));
    assertThat(u).isEqualTo(part.select(new RescaledModel(RELU, scales).fromBase(w)));
    Examples.Evaluation found =
        Examples.evaluate(model, KernelProvider.named("simd").create(), List.of(u));
    Examples.Evaluation whole =
        Examples.evaluate(
            new RescaledModel(RELU, scales),
            KernelProvider.named("simd").create(),
            List.of(new RescaledModel(RELU, scales).fromBase(w)));
    assertThat(found.losses()[0]).containsExactly(whole.losses()[0], within(1e-12));
    assertThat(found.gradients()[0])
        .containsExactly(part.select(whole.gradients()[0]), within(1e-12));
  }

  @Test
  void everyTensorNeedsAPositiveScale() {
    assertThatThrownBy(() -> new LayerScales(Map.of("a", 0.0)))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("scale of a must be in (0, inf), got 0.0");
    assertThatThrownBy(() -> new RescaledModel(Examples.analytic(), new LayerScales(Map.of())))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("no scale for tensor hidden.b");
  }
}

package org.cusp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A restricted model is the whole model with the frozen parameters in their places. */
class RestrictedModelTest {
  private static final Likelihood CLASSES = new Likelihood.Categorical(3);
  private static final Likelihood NORMAL = new Likelihood.Gaussian(3, 0.7);

  /** A layer, biases alone, the ends without the middle, all; and masks of each kind of tensor. */
  static Stream<Arguments> restrictions() {
    Model gelu = new Mlp(List.of(5, 4, 6, 3), Activation.GELU, CLASSES);
    Model tanh = new Mlp(List.of(5, 7, 3), Activation.TANH, NORMAL);
    Model linear = new DeepLinearNetwork(List.of(5, 4, 2, 3), NORMAL);
    Model analytic = Examples.analytic();
    return Stream.of(
        byName(gelu, "layers.1"),
        byName(gelu, "*.bias"),
        byName(gelu, "layers.0,layers.2.weight"),
        byName(gelu, "*"),
        every(gelu, 3),
        from(gelu, 30),
        byName(tanh, "layers.1.bias"),
        byName(tanh, "layers.0.weight"),
        every(tanh, 2),
        byName(linear, "layers.0"),
        byName(linear, "layers.2"),
        from(linear, 19),
        byName(analytic, "hidden"),
        byName(analytic, "a"),
        every(analytic, 2));
  }

  private static Arguments byName(Model model, String patterns) {
    return Arguments.of(
        model, Restriction.matching(model.parameters(), TensorPattern.list(patterns)));
  }

  private static Arguments every(Model model, int stride) {
    BitSet free = new BitSet();
    for (int i = 1; i < model.size(); i += stride) {
      free.set(i);
    }
    return Arguments.of(model, new Restriction(model.parameters(), free));
  }

  /** Frozen tensors, one that is partly free, and free ones. */
  private static Arguments from(Model model, int first) {
    BitSet free = new BitSet();
    free.set(first, model.size());
    return Arguments.of(model, new Restriction(model.parameters(), free));
  }

  @ParameterizedTest
  @MethodSource("restrictions")
  void lossAndGradientAreThoseOfTheWhole(Model whole, Restriction restriction) {
    double[] frozen = Examples.normals(0, whole.size());
    RestrictedModel model = RestrictedModel.of(whole, restriction, frozen);
    List<double[]> chains =
        List.of(Examples.normals(1, model.size()), Examples.normals(2, model.size()));
    List<double[]> filled = chains.stream().map(model::toWhole).toList();
    assertThat(model.fromWhole(filled.get(1))).isEqualTo(chains.get(1));
    for (KernelProvider provider : KernelProvider.usable()) {
      Examples.Evaluation part = Examples.evaluate(model, provider.create(), chains);
      Examples.Evaluation all = Examples.evaluate(whole, provider.create(), filled);
      for (int chain = 0; chain < 2; chain++) {
        assertThat(part.losses()[chain]).containsExactly(all.losses()[chain], within(1e-12));
        double[] expected = restriction.select(all.gradients()[chain]);
        assertThat(part.gradients()[chain]).containsExactly(expected, within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("restrictions")
  void gradientAgreesWithCentralDifferences(Model whole, Restriction restriction) {
    RestrictedModel model =
        RestrictedModel.of(whole, restriction, Examples.normals(0, whole.size()));
    double[] w = Examples.normals(1, model.size());
    Kernels kernels = KernelProvider.named("simd").create();
    double[] computed = Examples.evaluate(model, kernels, List.of(w)).gradients()[0];
    double[] differences = Examples.differences(model, kernels, w);
    assertThat(Examples.distance(computed, differences)).isLessThan(1e-7);
  }

  /** Frozen are 2 of the 3 layers: 7,500 of 7,553 parameters. */
  private static RestrictedModel mostlyFrozen() {
    Mlp whole = new Mlp(List.of(5, 500, 9, 3), Activation.RELU, CLASSES);
    Restriction last =
        Restriction.matching(whole.parameters(), TensorPattern.list("layers.2,layers.1.bias"));
    return RestrictedModel.of(whole, last, Examples.normals(0, whole.size()));
  }

  @Test
  void frozenTensorsAreInOneRowForAllEvaluators() {
    RestrictedModel model = mostlyFrozen();
    FrozenTensors frozen = model.frozenTensors();
    try (Slab w = Slab.zeros(KernelProvider.best().memory(), Precision.FLOAT32, 4, model.size());
        Slab other =
            Slab.zeros(KernelProvider.best().memory(), Precision.FLOAT32, 1, model.size())) {
      assertThat(frozen.users()).isZero();
      Evaluator first = model.evaluator(KernelProvider.named("simd").create(), w, 2);
      Evaluator second = model.evaluator(KernelProvider.named("simd").create(), other, 2);
      assertThat(frozen.users()).isEqualTo(2);

      Map<String, Places.Place> places = new TreeMap<>(frozen.lend(w));
      Slab shared = places.get("layers.0.weight").slab();
      assertThat(places.keySet())
          .containsExactly("layers.0.bias", "layers.0.weight", "layers.1.weight");
      assertThat(places.values()).allMatch(place -> place.slab() == shared);
      assertThat(shared.rows()).isEqualTo(1);
      assertThat(shared.columns()).isEqualTo(2500 + 500 + 4500);
      assertThat(frozen.lend(w).get("layers.0.bias").slab()).isSameAs(shared);
      frozen.giveBack(w);
      frozen.giveBack(w);

      first.close();
      assertThat(frozen.users()).isEqualTo(1);
      second.close();
      assertThat(frozen.users()).isZero();
      try (Evaluator third = model.evaluator(KernelProvider.named("simd").create(), other, 2)) {
        assertThat(frozen.users()).isEqualTo(1);
      }
    }
  }

  @Test
  void manyThreadsReadTheSharedRow() {
    RestrictedModel model = mostlyFrozen();
    double[][] gradients = new double[16][];
    try (Workers workers = new Workers(4)) {
      workers.run(
          gradients.length,
          i ->
              gradients[i] =
                  Examples.evaluate(
                          model,
                          KernelProvider.named("simd").create(),
                          List.of(Examples.normals(1, model.size())))
                      .gradients()[0]);
    }
    assertThat(List.of(gradients)).allMatch(gradient -> Arrays.equals(gradient, gradients[0]));
    assertThat(model.frozenTensors().users()).isZero();
  }

  @Test
  void whatIsNotWantedIsNotComputed() {
    Model whole = new Mlp(List.of(5, 4, 6, 3), Activation.TANH, CLASSES);
    // Forward 3; a gradient of weights 1; a way down 1.
    assertThat(products(whole, "*")).isEqualTo(3 + 3 + 2);
    assertThat(products(whole, "layers.2")).isEqualTo(3 + 1);
    assertThat(products(whole, "layers.2.bias")).isEqualTo(3);
    assertThat(products(whole, "layers.1.weight")).isEqualTo(3 + 1 + 1);
    assertThat(products(whole, "layers.1.bias,layers.2.weight")).isEqualTo(3 + 1 + 1);
    assertThat(products(whole, "layers.0.bias")).isEqualTo(3 + 2);
  }

  private static int products(Model whole, String patterns) {
    Restriction restriction =
        Restriction.matching(whole.parameters(), TensorPattern.list(patterns));
    RestrictedModel model =
        RestrictedModel.of(whole, restriction, Examples.normals(0, whole.size()));
    int[] count = {0};
    Kernels counted = KernelProvider.named("simd").create();
    Kernels counting =
        (Kernels)
            Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, arguments) -> {
                  count[0] += method.getName().equals("multiply") ? 1 : 0;
                  return method.invoke(counted, arguments);
                });
    Examples.evaluate(model, counting, List.of(Examples.normals(1, model.size())));
    return count[0];
  }

  @Test
  void aLinearModelStaysLinearInItsInputs() {
    Model linear = new DeepLinearNetwork(List.of(5, 4, 2, 3), NORMAL);
    Restriction middle = Restriction.matching(linear.parameters(), TensorPattern.list("layers.1"));
    Model restricted = RestrictedModel.of(linear, middle, Examples.normals(0, linear.size()));
    LayerScales scales =
        LayerScales.of(
            linear,
            Examples.normals(0, linear.size()),
            Examples.data(NORMAL),
            KernelProvider.best());
    assertThat(restricted.isLinearInInputs()).isTrue();
    assertThat(new RescaledModel(restricted, scales).isLinearInInputs()).isTrue();
    assertThat(
            new RescaledModel(
                    Examples.analytic(),
                    LayerScales.of(
                        Examples.analytic(),
                        new double[5],
                        Examples.data(NORMAL),
                        KernelProvider.best()))
                .isLinearInInputs())
        .isFalse();
  }

  @Test
  void refusesWhatDoesNotBelongToIt() {
    Model whole = new Mlp(List.of(5, 4, 3), Activation.TANH, CLASSES);
    Model other = new DeepLinearNetwork(List.of(5, 4, 3), CLASSES);
    Restriction bias = Restriction.matching(whole.parameters(), TensorPattern.list("*.bias"));
    double[] w = Examples.normals(0, whole.size());
    assertThatThrownBy(() -> RestrictedModel.of(other, bias, Examples.normals(0, other.size())))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> RestrictedModel.of(whole, bias, new double[3]))
        .isInstanceOf(InvalidInput.class);
    RestrictedModel once = RestrictedModel.of(whole, bias, w);
    Restriction twice = Restriction.matching(once.parameters(), TensorPattern.list("layers.0"));
    assertThatThrownBy(() -> RestrictedModel.of(once, twice, once.fromWhole(w)))
        .isInstanceOf(InvalidInput.class);
  }
}

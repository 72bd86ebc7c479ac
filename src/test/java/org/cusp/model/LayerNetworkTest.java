package org.cusp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.data.TargetKind;
import org.cusp.data.Targets;
import org.cusp.model.layer.Dense;
import org.cusp.model.layer.Layer;
import org.cusp.model.layer.Parameter;
import org.cusp.model.layer.Pointwise;
import org.cusp.model.layer.Residual;
import org.cusp.model.layer.Sequential;
import org.cusp.model.layer.registry.Layers;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks of layers: gradients, memory that layers share, what is asked of them. */
class LayerNetworkTest {
  private static final Likelihood CLASSES = new Likelihood.Categorical(3);
  private static final Likelihood NORMAL = new Likelihood.Gaussian(3, 0.7);

  private static Layer dense(int outputs) {
    return new Dense(outputs, Dense.Biases.PRESENT);
  }

  private static Layer bare(int outputs) {
    return new Dense(outputs, Dense.Biases.ABSENT);
  }

  private static Layer f(Activation activation) {
    return new Pointwise(activation);
  }

  private static Layer residual(Layer... layers) {
    return new Residual(Sequential.of(layers));
  }

  private static LayerNetwork network(Likelihood likelihood, Layer... layers) {
    return new LayerNetwork(Shape.vector(5), Sequential.of(layers), likelihood);
  }

  /** Every order in which one layer could spoil what another needs. */
  static Stream<LayerNetwork> networks() {
    return Stream.of(
        network(CLASSES, dense(4), f(Activation.TANH), dense(3)),
        network(NORMAL, f(Activation.TANH), dense(3)),
        network(NORMAL, f(Activation.GELU), dense(3), f(Activation.TANH)),
        network(CLASSES, dense(3), f(Activation.GELU), f(Activation.SIGMOID), f(Activation.SILU)),
        network(NORMAL, dense(4), f(Activation.TANH), f(Activation.SIGMOID), bare(3)),
        network(CLASSES, residual(dense(5)), dense(3)),
        network(CLASSES, residual(dense(7), f(Activation.TANH), bare(5)), dense(3)),
        network(NORMAL, dense(4), residual(dense(4), f(Activation.TANH)), dense(3)),
        network(NORMAL, dense(4), residual(f(Activation.GELU), dense(4)), dense(3)),
        network(NORMAL, dense(3), f(Activation.TANH), residual(f(Activation.TANH))),
        network(
            CLASSES,
            dense(4),
            f(Activation.SOFTPLUS),
            residual(residual(dense(4), f(Activation.RELU)), f(Activation.TANH), dense(4)),
            f(Activation.TANH),
            Sequential.of(dense(6), f(Activation.QUADRATIC)),
            dense(3),
            residual(bare(3))));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAgreeWithCentralDifferences(LayerNetwork model) {
    LayerContract.gradientsAgreeWithCentralDifferences(model);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyTensorMayBeFreeAlone(LayerNetwork model) {
    LayerContract.everyTensorMayBeFreeAlone(model);
  }

  /** x + relu(W x + b) by hand, for one datum of the examples. */
  @Test
  void aResidualAddsItsInput() {
    LayerNetwork model =
        new LayerNetwork(
            Shape.vector(5),
            Sequential.of(bare(3), residual(dense(3), f(Activation.RELU))),
            new Likelihood.Gaussian(3, 1));
    double[] w = Examples.normals(3, model.size());
    double[] x = Arrays.copyOf(Examples.data(NORMAL).x(), 5);
    double[] y = Arrays.copyOf(((Targets.Values) Examples.data(NORMAL).targets()).values(), 3);
    double[] a = new double[3];
    for (int i = 0; i < 15; i++) {
      a[i / 5] += w[i] * x[i % 5];
    }
    double expected = 1.5 * Math.log(2 * Math.PI);
    for (int k = 0; k < 3; k++) {
      double z = w[24 + k];
      for (int j = 0; j < 3; j++) {
        z += w[15 + 3 * k + j] * a[j];
      }
      double out = a[k] + Math.max(z, 0);
      expected += (out - y[k]) * (out - y[k]) / 2;
    }
    double loss =
        Examples.evaluate(model, KernelProvider.best().create(), List.of(w)).losses()[0][0];
    assertThat(loss).isCloseTo(expected, within(1e-12));
  }

  /** The same numbers as the multilayer perceptron, under PyTorch's names. */
  @Test
  void listedDenseLayersAreThePerceptron() {
    Mlp mlp = new Mlp(List.of(5, 4, 6, 3), Activation.RELU, CLASSES);
    LayerNetwork same =
        network(CLASSES, dense(4), f(Activation.RELU), dense(6), f(Activation.RELU), dense(3));
    RandomStream stream = RandomStream.of(1, Purpose.INITIALISATION, 0);
    double[] w = mlp.initialise(stream);
    assertThat(same.initialise(stream)).isEqualTo(w);
    assertThat(same.parameters().tensors().stream().map(ParamSpace.Tensor::name))
        .containsExactly("0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias");
    var kernels = KernelProvider.best();
    assertThat(Examples.evaluate(same, kernels.create(), List.of(w)))
        .usingRecursiveComparison()
        .isEqualTo(Examples.evaluate(mlp, kernels.create(), List.of(w)));
    assertThat(LayerScales.of(same, w, Examples.data(CLASSES), kernels).byTensor().values())
        .containsExactlyInAnyOrderElementsOf(
            LayerScales.of(mlp, w, Examples.data(CLASSES), kernels).byTensor().values());
  }

  @Test
  void layersSayWhatIsAskedOfThem() {
    Sequential layers =
        Sequential.of(dense(4), f(Activation.RELU), residual(dense(6), bare(4)), dense(3));
    Shape input = Shape.vector(5);
    assertThat(layers.flops(input))
        .isEqualTo(2 * 20 + 4 + 4 + (2 * 24 + 6 + 2 * 24 + 4) + 2 * 12 + 3);
    assertThat(layers.parameters(input).stream().map(Parameter::name))
        .containsExactly(
            "0.weight", "0.bias", "2.0.weight", "2.0.bias", "2.1.weight", "3.weight", "3.bias");
    assertThat(layers.parameters(input).stream().mapToInt(Parameter::fanIn))
        .containsExactly(5, 1, 4, 1, 6, 4, 1);
    assertThat(layers.parameters(input).get(0).gain()).isEqualTo(2);
    assertThat(layers.offsets(input).stream().map(Parameter::name)).containsExactly("3.bias");
    LayerNetwork model = new LayerNetwork(input, layers, NORMAL);
    assertThat(model.offsets().get(0).name()).isEqualTo("3.bias");
    assertThat(model.inputShape()).isEqualTo(input);
    assertThat(model.targets()).isEqualTo(TargetKind.values());
    assertThat(new LayerNetwork(input, layers, CLASSES).targets()).isEqualTo(TargetKind.classes(3));
    assertThat(network(NORMAL, bare(4), residual(bare(4)), bare(3)).isLinearInInputs()).isTrue();
    assertThat(model.isLinearInInputs()).isFalse();
  }

  @Test
  void shapesThatDoNotFitAreNamedWithTheirPlace() {
    assertThatThrownBy(() -> network(CLASSES, dense(4), residual(dense(6)), dense(3)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContainingAll("1 (residual)", "[4]", "[6]");
    assertThatThrownBy(
            () -> new LayerNetwork(new Shape(List.of(1, 2, 4)), Sequential.of(dense(3)), CLASSES))
        .hasMessageContainingAll("0 (dense)", "[1, 2, 4]");
    assertThatThrownBy(() -> network(CLASSES, dense(4))).hasMessageContainingAll("[4]", "[3]");
    assertThatThrownBy(
            () -> new LayerNetwork(Shape.vector(3), Sequential.of(f(Activation.TANH)), CLASSES))
        .hasMessageContaining("no parameters");
  }

  @Test
  void aListIsReadAsItIsDescribed() {
    List<?> list =
        List.of(
            Map.of("dense", 4),
            "tanh",
            Map.of("residual", List.of(Map.of("dense", Map.of("outputs", 4, "bias", false)))),
            Map.of("sequential", List.of("relu", Map.of("dense", 3))));
    assertThat(Layers.read("model.", "layers.", list).listed())
        .isEqualTo(
            "dense: 4, tanh, residual: [dense: {outputs: 4, bias: false}],"
                + " sequential: [relu, dense: 3]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tnh", "Dense", "identity", ""})
  void unknownLayersAreRefused(String name) {
    assertThatThrownBy(() -> Layers.read("model.", "layers.", List.of("tanh", name)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("model.layers.1");
  }
}

package org.cusp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cusp.data.DataSet;
import org.cusp.data.Shape;
import org.cusp.data.Targets;
import org.cusp.model.batch.TensorData;
import org.cusp.model.layer.LayerNorm;
import org.cusp.model.layer.Parameter;
import org.cusp.model.layer.registry.Layers;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values by the formula, gradients against central differences, by both kernel sets. */
class LayerNormTest {
  private static final Likelihood NORMAL = new Likelihood.Gaussian(3, 0.7);
  private static final Likelihood CLASSES = new Likelihood.Categorical(3);

  private static LayerNetwork network(int inputs, Likelihood likelihood, Object... layers) {
    return new LayerNetwork(
        Shape.vector(inputs), Layers.read("model.", "layers.", List.of(layers)), likelihood);
  }

  private static Map<String, Object> dense(int outputs) {
    return Map.of("dense", outputs);
  }

  private static Map<String, Object> residual(Object... layers) {
    return Map.of("residual", List.of(layers));
  }

  /** First, last, before and after what needs its own input or output, in residuals. */
  static Stream<LayerNetwork> networks() {
    return Stream.of(
        network(5, NORMAL, "layer-norm", dense(3)),
        network(5, CLASSES, dense(4), "layer-norm", "tanh", dense(3)),
        network(5, NORMAL, dense(4), "tanh", "layer-norm", "gelu", dense(3)),
        network(5, CLASSES, dense(3), "layer-norm"),
        network(5, CLASSES, dense(4), residual("layer-norm", dense(6), "gelu", dense(4)), dense(3)),
        network(5, NORMAL, residual("layer-norm"), dense(4), "layer-norm", "layer-norm", dense(3)));
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

  /** The loss of the first datum from the published formula. */
  @Test
  void valuesAreThoseOfTheFormula() {
    LayerNetwork model = network(5, new Likelihood.Gaussian(5, 1), "layer-norm");
    double[] w = Examples.normals(3, 10);
    double[] x = Arrays.copyOf(Examples.data(NORMAL).x(), 5);
    double mean = Arrays.stream(x).sum() / 5;
    double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / 5;
    double[] expected = new double[5];
    Arrays.setAll(expected, j -> w[j] * (x[j] - mean) / Math.sqrt(variance + 1e-5) + w[5 + j]);
    assertThat(outputs(model, w, x)).containsExactly(expected, within(1e-13));
    double[] constant = {7, 7, 7, 7, 7};
    assertThat(outputs(model, w, constant)).containsExactly(Arrays.copyOfRange(w, 5, 10));
  }

  private static double[] outputs(LayerNetwork model, double[] w, double[] x) {
    var provider = KernelProvider.best();
    var precision = Precision.FLOAT64;
    var data = new DataSet("one", 1, x.length, x, new Targets.Values(new double[5], 5));
    try (var tensors = TensorData.of(data, provider.memory(), precision);
        var slab = Slab.row(provider.memory(), precision, w);
        Evaluator evaluator = model.evaluator(provider.create(), slab, 1)) {
      var outputs = evaluator.outputs(tensors.slice(0, 1));
      double[] values = new double[outputs.size()];
      outputs.slab().load(0, outputs.offset(), values, values.length);
      return values;
    }
  }

  @Test
  void beginsAsTheIdentityOfWhatIsNormalised() {
    LayerNetwork model = network(5, CLASSES, dense(4), "layer-norm", dense(3));
    double[] w = model.initialise(RandomStream.of(1, Purpose.INITIALISATION, 0));
    assertThat(Arrays.copyOfRange(w, 24, 32)).containsExactly(1, 1, 1, 1, 0, 0, 0, 0);
    assertThat(model.parameters().tensors().stream().map(ParamSpace.Tensor::name))
        .containsSubsequence("layers.1.weight", "layers.1.bias", "layers.2.weight");
    assertThat(new LayerNorm().parameters(Shape.vector(4)).stream().map(Parameter::role))
        .containsExactly(Parameter.Role.SCALE, Parameter.Role.OFFSET);
    assertThat(new LayerNorm().flops(Shape.vector(4))).isEqualTo(28);
  }

  /** Weights 1 and a bias of 0 in the norm: its offset is met by h, whose rms is 1 up to eps. */
  @Test
  void hasScalesOfItsOwn() {
    LayerNetwork model = network(5, CLASSES, dense(4), "layer-norm", dense(3));
    double[] w = model.initialise(RandomStream.of(1, Purpose.INITIALISATION, 0));
    Map<String, Double> scales =
        LayerScales.of(model, w, Examples.data(CLASSES), KernelProvider.best()).byTensor();
    assertThat(scales.get("layers.1.bias") / scales.get("layers.1.weight"))
        .isCloseTo(1, within(1e-3));
  }

  @Test
  void takesVectors() {
    assertThatThrownBy(() -> network(5, CLASSES, Map.of("layer-norm", Map.of("epsilon", 1))))
        .hasMessageContaining("model.layers.0");
    assertThatThrownBy(() -> new LayerNorm().output(new Shape(List.of(1, 2, 3))))
        .hasMessageContaining("[1, 2, 3]");
  }
}

package org.cusp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Shape;
import org.cusp.data.Targets;
import org.cusp.model.batch.TensorData;
import org.cusp.model.layer.Parameter;
import org.cusp.model.layer.Sequential;
import org.cusp.model.layer.registry.Layers;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Convolutions and pools: gradients by central differences, values and gradients of PyTorch. */
class ImageLayersTest {
  private static final Likelihood NORMAL = new Likelihood.Gaussian(3, 0.7);
  private static final Likelihood CLASSES = new Likelihood.Categorical(3);

  /** What benchmarks/cnn_fixture.py writes of a network. */
  record Fixture(
      List<Integer> inputs,
      List<Object> layers,
      List<String> names,
      double[] w,
      double[] x,
      double[] y,
      double[] outputs,
      double loss,
      double[] gradient) {
    LayerNetwork model() {
      return new LayerNetwork(
          new Shape(inputs), Layers.read("model.", "", layers), new Likelihood.Gaussian(3, 1));
    }

    @Override
    public String toString() {
      return Layers.read("model.", "", layers).listed();
    }
  }

  static List<Fixture> fixtures() throws IOException {
    try (var stream = ImageLayersTest.class.getResourceAsStream("cnn.json")) {
      return new ObjectMapper().readValue(stream, new TypeReference<>() {});
    }
  }

  private static Sequential layers(Object... layers) {
    return Layers.read("model.", "layers.", List.of(layers));
  }

  private static LayerNetwork network(
      List<Integer> image, Likelihood likelihood, Object... layers) {
    return new LayerNetwork(new Shape(image), layers(layers), likelihood);
  }

  private static Map<String, Object> conv(Object... keysAndValues) {
    return Map.of("conv2d", map(keysAndValues));
  }

  private static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  /** First and in the middle, before and after what needs its input or output, in residuals. */
  static Stream<LayerNetwork> networks() {
    Object dense = Map.of("dense", 3);
    Object pool = Map.of("max-pool2d", 2);
    return Stream.of(
        network(
            List.of(2, 4, 5),
            CLASSES,
            conv("outputs", 4, "kernel", 3, "padding", 1, "stride", List.of(2, 1), "groups", 2),
            "tanh",
            pool,
            "flatten",
            dense),
        network(
            List.of(1, 5, 5),
            NORMAL,
            conv("outputs", 2, "kernel", 2, "bias", false),
            "gelu",
            Map.of("avg-pool2d", map("kernel", 3, "stride", 2, "padding", 1)),
            conv("outputs", 3, "kernel", 2, "dilation", 1),
            "flatten",
            "tanh",
            dense),
        network(
            List.of(2, 3, 3),
            CLASSES,
            Map.of("residual", List.of(conv("outputs", 2, "kernel", 3, "padding", 1), "tanh")),
            Map.of("max-pool2d", map("kernel", 2, "stride", 1)),
            "sigmoid",
            conv("outputs", 3, "kernel", 1),
            "global-avg-pool2d",
            "flatten"),
        network(
            List.of(2, 4, 5),
            NORMAL,
            Map.of("leaky-relu", 0.3),
            Map.of(
                "avg-pool2d", map("kernel", 3, "stride", 2, "padding", 1, "count-padding", false)),
            conv("outputs", 2, "kernel", 2),
            "elu",
            Map.of(
                "avg-pool2d", map("kernel", 2, "stride", 1, "padding", 1, "count-padding", false)),
            "flatten",
            Map.of("residual", List.of(Map.of("dense", 12), "relu6", Map.of("leaky-relu", 0.1))),
            "leaky-relu",
            dense),
        network(
            List.of(1, 6, 8),
            CLASSES,
            conv("outputs", 4, "kernel", 3, "stride", List.of(1, 2), "padding", 2),
            "tanh",
            pool,
            conv("outputs", 2, "kernel", List.of(2, 1)),
            "flatten",
            dense),
        network(
            List.of(1, 4, 4),
            NORMAL,
            "flatten",
            "tanh",
            "dropout",
            "sigmoid",
            Map.of("residual", List.of("dropout")),
            dense),
        network(
            List.of(1, 4, 4),
            NORMAL,
            conv("outputs", 1, "kernel", 2),
            "softplus",
            Map.of("max-pool2d", map("kernel", 2, "stride", 1)),
            "flatten",
            dense,
            "tanh",
            "dropout"));
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

  @ParameterizedTest
  @MethodSource("fixtures")
  void valuesAndGradientsAreThoseOfPyTorch(Fixture fixture) {
    LayerNetwork model = fixture.model();
    assertThat(model.parameters().tensors().stream().map(ParamSpace.Tensor::name))
        .containsExactlyElementsOf(fixture.names());
    for (KernelProvider provider : KernelProvider.usable()) {
      for (Precision precision : Precision.values()) {
        double close = precision == Precision.FLOAT64 ? 1e-12 : 1e-5;
        compare(fixture, model, provider, precision, close);
      }
    }
  }

  private static void compare(
      Fixture fixture,
      LayerNetwork model,
      KernelProvider provider,
      Precision precision,
      double close) {
    int n = fixture.y().length / 3;
    var memory = KernelProvider.best().memory();
    DataSet data =
        new DataSet(
            "torch", n, fixture.x().length / n, fixture.x(), new Targets.Values(fixture.y(), 3));
    try (TensorData tensors = TensorData.of(data, memory, precision);
        Slab w = Slab.row(memory, precision, fixture.w());
        Slab gradient = w.zerosBeside(1, fixture.w().length);
        Slab losses = w.doublesBeside(1, n);
        Evaluator evaluator = model.evaluator(provider.create(), w, n)) {
      MatrixStack outputs = evaluator.outputs(tensors.slice(0, n));
      double[] values = new double[outputs.size()];
      outputs.slab().load(0, outputs.offset(), values, values.length);
      assertThat(values).containsExactly(fixture.outputs(), within(close));
      evaluator.lossesAndGradient(tensors.slice(0, n), gradient, losses);
      assertThat(gradient.getRow(0)).containsExactly(fixture.gradient(), within(close));
      assertThat(Arrays.stream(losses.getRow(0)).average().orElseThrow())
          .isCloseTo(fixture.loss(), within(close));
    }
  }

  @Test
  void shapesAndCountsAreThoseOfLeNet() {
    Sequential leNet =
        layers(
            conv("outputs", 6, "kernel", 5, "padding", 2),
            "relu",
            Map.of("max-pool2d", 2),
            conv("outputs", 16, "kernel", 5),
            "relu",
            Map.of("avg-pool2d", 2),
            "flatten",
            Map.of("dense", 120));
    Shape image = new Shape(List.of(1, 28, 28));
    assertThat(leNet.output(image)).isEqualTo(Shape.vector(120));
    List<Parameter> parameters = leNet.parameters(image);
    assertThat(parameters.stream().map(it -> it.name() + it.shape()))
        .containsExactly(
            "layers.0.weight[6, 1, 5, 5]",
            "layers.0.bias[6]",
            "layers.3.weight[16, 6, 5, 5]",
            "layers.3.bias[16]",
            "layers.7.weight[120, 400]",
            "layers.7.bias[120]");
    assertThat(parameters.stream().map(Parameter::fanIn)).containsExactly(25, 1, 150, 1, 400, 1);
    assertThat(leNet.listed())
        .isEqualTo(
            "conv2d: {outputs: 6, kernel: 5, padding: 2}, relu, max-pool2d: {kernel: 2},"
                + " conv2d: {outputs: 16, kernel: 5}, relu, avg-pool2d: {kernel: 2}, flatten,"
                + " dense: 120");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{outputs: 2}; kernel is missing",
        "{outputs: 2, kernel: 9}; larger than the image [1, 5, 5]",
        "{outputs: 2, kernel: [1, 2, 3]}; two such as [3, 5]",
        "{outputs: 2, kernel: 3, stride: 0}; stride",
        "{outputs: 2, kernel: 3, padding: -1}; padding",
        "{outputs: 3, kernel: 3, groups: 2}; multiple of groups",
        "{outputs: 2, kernel: 3, groups: 2}; multiple of its groups 2",
        "{outputs: 2, kernal: 3}; kernel",
      })
  void wrongConvolutionsAreRefused(String keys, String said) {
    Object read = new Yaml().load(keys);
    assertThatThrownBy(
            () ->
                network(
                    List.of(1, 5, 5),
                    CLASSES,
                    Map.of("conv2d", read),
                    "flatten",
                    Map.of("dense", 3)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(said);
  }

  @Test
  void imagesAreWanted() {
    assertThatThrownBy(() -> network(List.of(25), CLASSES, conv("outputs", 3, "kernel", 3)))
        .hasMessageContainingAll("layers.0 (conv2d)", "[channels, height, width]", "[25]");
    assertThatThrownBy(() -> layers(Map.of("max-pool2d", map("kernel", 2, "padding", 2))))
        .hasMessageContaining("half the kernel");
  }
}

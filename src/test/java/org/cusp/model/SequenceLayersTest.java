package org.cusp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.model.layer.Parameter;
import org.cusp.model.layer.Sequential;
import org.cusp.model.layer.registry.Layers;
import org.cusp.model.likelihood.Likelihood;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Attention and what stands beside it: gradients by central differences, what they refuse. */
class SequenceLayersTest {
  private static final Likelihood NORMAL = new Likelihood.Gaussian(3, 0.7);
  private static final Likelihood CLASSES = new Likelihood.Categorical(3);

  private static Sequential layers(String yaml) {
    return Layers.read("model.", "layers.", new Yaml().<List<?>>load(yaml));
  }

  private static LayerNetwork network(int positions, int width, Likelihood law, String yaml) {
    return new LayerNetwork(new Shape(List.of(positions, width)), layers(yaml), law);
  }

  /** First and later, with and without what they may have, in residuals. */
  static Stream<LayerNetwork> networks() {
    return Stream.of(
        network(4, 4, NORMAL, "[attention: 2, select: last, dense: 3]"),
        network(
            3,
            2,
            CLASSES,
            "[dense: 6, attention: {heads: 3, keyValueHeads: 1, headWidth: 4, rotary: 0.5,"
                + " bias: false}, tanh, select: last, dense: 3]"),
        network(
            3,
            4,
            NORMAL,
            "[attention: {heads: 2, positions: 5, causal: false, scale: 1, outputBias: false},"
                + " dense: 3, select: last]"),
        network(
            2,
            4,
            CLASSES,
            "[residual: [layer-norm: {weights: false}, attention: {heads: 1, positions: 2}],"
                + " residual: [rms-norm, dense: 5, gelu, dense: 4],"
                + " layer-norm: {bias: false, eps: 1e-3}, select: last, dense: 3]"),
        network(
            2,
            3,
            CLASSES,
            "[gated: 4, residual: [rms-norm, gated: {width: 5, activation: gelu-tanh, bias: true}],"
                + " residual: [sum: [[attention: 1], [gated: {width: 2, activation: sigmoid}]]],"
                + " select: last]"),
        network(
            2,
            3,
            NORMAL,
            "[shared: {parameter: positions, layers: [attention: {heads: 1, positions: 3},"
                + " residual: [rms-norm, attention: {heads: 1, positions: 3}]]}, select: last]"),
        network(
            9,
            3,
            NORMAL,
            "[dense: 6, attention: {heads: 2, rotary: 1, rotaryBase: 50, headWidth: 2,"
                + " outputBias: true, bias: false}, rms-norm: 1e-2, select: last, tanh, dense: 3]"));
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
  @MethodSource("networks")
  void aListIsReadAsItIsDescribed(LayerNetwork model) {
    String listed = model.layers().listed();
    assertThat(layers("[" + listed + "]").listed()).isEqualTo(listed);
    assertThat(layers("[" + listed + "]").parameters(model.inputShape()))
        .isEqualTo(model.layers().parameters(model.inputShape()));
  }

  @Test
  void attentionHasTheParametersOfItsHeads() {
    Shape sequence = new Shape(List.of(7, 8));
    Sequential grouped =
        layers("[attention: {heads: 4, keyValueHeads: 2, headWidth: 3, positions: 9}]");
    assertThat(grouped.parameters(sequence).stream().map(it -> it.name() + it.shape()))
        .containsExactly(
            "layers.0.query.weight[12, 8]",
            "layers.0.key.weight[6, 8]",
            "layers.0.value.weight[6, 8]",
            "layers.0.query.bias[12]",
            "layers.0.key.bias[6]",
            "layers.0.value.bias[6]",
            "layers.0.output.weight[8, 12]",
            "layers.0.output.bias[8]",
            "layers.0.positions[9, 8]");
    assertThat(grouped.parameters(sequence).stream().map(Parameter::fanIn))
        .containsExactly(8, 8, 8, 1, 1, 1, 12, 1, 8);
    assertThat(grouped.offsets(sequence).stream().map(Parameter::name))
        .containsExactly("layers.0.output.bias");
    assertThat(grouped.output(sequence)).isEqualTo(sequence);
    // (12 + 6 + 6 + 12) x 8 products a position, 28 pairs of positions of 12 numbers twice.
    assertThat(grouped.flops(sequence)).isEqualTo(2 * 36 * 8 * 7 + 4 * 28 * 12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[attention: 3]; 3 heads do not divide the width of [4, 8]",
        "[attention: {heads: 4, keyValueHeads: 3}]; heads must be a multiple of keyValueHeads",
        "[attention: {heads: 2, rotary: 1.5}]; rotary must be in [0",
        "[attention: {heads: 2, rotary: 0.25}]; an even number of a head's 4 numbers, got 1",
        "[attention: {heads: 2, positions: 3}]; has 3 positions, got sequences of 4",
        "[attention: {heads: 2, scale: 0}]; scale",
        "[attention: {heads: 2, scale: little}]; scale must be a positive number, got little",
        "[attention: {heads: 2, hds: 3}]; unknown key",
        "[shared: {parameter: table, layers: [tanh]}]; none of its layers has a parameter 'table'",
        "[shared: {parameter: weight, layers: [dense: 2, dense: 3]}]; must have one shape",
        "[select: last, attention: 2]; takes a sequence [positions, width]",
        "[select: first]; position must be last or a number",
        "[select: last, select: last]; takes a sequence",
        "[layer-norm: {weights: false, bias: true}]; a bias needs weights",
        "[rms-norm: {eps: -1}]; eps",
      })
  void wrongLayersAreRefused(String yaml, String said) {
    assertThatThrownBy(() -> network(4, 8, CLASSES, yaml))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(said);
  }
}

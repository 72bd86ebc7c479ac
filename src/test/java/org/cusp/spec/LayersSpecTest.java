package org.cusp.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.cusp.contract.InvalidInput;
import org.cusp.model.ParamSpace;
import org.cusp.model.likelihood.Likelihood;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks of layers in a spec file. */
class LayersSpecTest {
  private static Spec parse(String keys) {
    String text = "data: {source: digits}\nmodel: {type: layers, " + keys + "}\n";
    return SpecReader.parse(text, Path.of("/specs"), "net.yaml");
  }

  @Test
  void aListOfLayers() {
    Spec spec = parse("inputs: 64, layers: [dense: 8, relu, residual: [dense: 8], dense: 10]");
    assertThat(spec.model().build().parameters().tensors().stream().map(ParamSpace.Tensor::name))
        .containsExactly(
            "layers.0.weight",
            "layers.0.bias",
            "layers.2.0.weight",
            "layers.2.0.bias",
            "layers.3.weight",
            "layers.3.bias");
    assertThat(spec.model().build().likelihood()).isEqualTo(new Likelihood.Categorical(10));
    assertThatThrownBy(() -> spec.model().widths()).isInstanceOf(InvalidInput.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "layers: [dense: 10] | model.inputs is missing",
        "inputs: 64 | model.layers is missing",
        "inputs: 64, layers: [] | model.layers.0 is missing",
        "inputs: 64, layers: dense | model.layers must be a list",
        "inputs: 64, layers: [dense] | model.layers.0 (dense): outputs is missing",
        "inputs: 64, layers: [dense: 0] | model.layers.0 (dense): outputs must be in [1, inf), got 0",
        "inputs: 64, layers: [dense: 1.5] | outputs must be a whole number, got 1.5",
        "inputs: 64, layers: [tanh, dnse: 10] | unknown layer at model.layers.1 'dnse'",
        "inputs: 64, layers: [tanh: 1, dense: 10] | model.layers.0 (tanh) takes no value, got 1",
        "inputs: 64, layers: [tanh] | model.layers have no parameters",
        "inputs: [1, 8, 8], layers: [dense: 10] | or a sequence [positions, width], got the shape [1, 8, 8]",
        "inputs: 64, layers: [dense: 9, residual: [dense: 5]] | they get [9] and give [5]",
        "inputs: 64, widths: [64, 10], layers: [dense: 10] | unknown key",
      })
  void wrongLayers(String keys, String message) {
    assertThatThrownBy(() -> parse(keys))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("net.yaml: ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}

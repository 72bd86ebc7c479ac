package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.SharedFiles;
import org.cusp.format.NamedTensor;
import org.cusp.format.Npz;
import org.cusp.format.NumericArray;
import org.cusp.format.Safetensors;
import org.cusp.format.TensorFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights that another programme left, by the command line; right values from numpy or by hand. */
class ForeignCheckpointTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private record Answer(int code, String out, String err) {}

  private static Answer cusp(Object... words) {
    List<String> arguments = new ArrayList<>();
    for (Object word : words) {
      arguments.add(word.toString());
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Cusp.run(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            arguments.toArray(String[]::new));
    return new Answer(code, out.toString(), err.toString());
  }

  private static JsonNode measured(Object... words) throws Exception {
    Answer answer = cusp(words);
    assertThat(answer.code()).as(answer.err()).isZero();
    return JSON.readTree(answer.out()).get("measured");
  }

  private static Path shared(String name) {
    return SharedFiles.path("cases/" + name);
  }

  @ParameterizedTest
  @CsvSource({
    "layer-order/c20_seq.safetensors, layer-order/c20.yaml, 16.903964, 1e-6",
    "activation/gelu.safetensors, activation/gelu.yaml, 2.676770, 2e-6",
    "kind/reg.safetensors, kind/reg-nokind.yaml, 0.28937022, 2e-7",
    "kind/reg.safetensors, kind/nosigma.yaml, 0.970635, 1e-6",
    "names/alpha.safetensors, names/net.yaml, 0.0580650, 1e-7",
    "names/withopt.safetensors, names/net.yaml, 0.0580650, 1e-7",
    "names/w.npz, names/net.yaml, 0.0580650, 1e-7",
    "names/sd.pt, names/net.yaml, 0.0580650, 1e-7",
  })
  void sharedCases(String weights, String spec, double loss, double error) throws Exception {
    JsonNode measured = measured("kl", shared(weights), "--spec", shared(spec), "--json");
    assertThat(measured.get("loss").asDouble()).isCloseTo(loss, within(error));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "layer-order/c20_io.safetensors | layer-order/c20.yaml | names and shapes do not fix the order of the layers: input, hidden, output",
        "activation/gelu.safetensors | activation/noact.yaml | model.activation is not stated, and the function depends on it: give one of identity, tanh, relu, gelu",
        "names/bn.safetensors | names/net.yaml | needs BatchNorm (it has layers.1.running_mean)",
      })
  void sharedRefusals(String weights, String spec, String message) {
    Answer answer = cusp("compare", shared(weights), shared(weights), "--spec", shared(spec));
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains(message);
  }

  @Test
  void anOrderGivenDecides() throws Exception {
    Path weights = shared("layer-order/c20_io.safetensors");
    Path spec = shared("layer-order/c20.yaml");
    JsonNode right =
        measured("kl", weights, "--spec", spec, "--order", "input,hidden,output", "--json");
    assertThat(right.get("loss").asDouble()).isCloseTo(16.903964, within(1e-6));
    JsonNode other =
        measured("kl", weights, "--spec", spec, "--order", "hidden,input,output", "--json");
    assertThat(other.get("loss").asDouble()).isCloseTo(13.3775, within(1e-4));
  }

  @Test
  void anEmptyTensorIsLeftOutAndACheckpointAloneIsToldWhatAReferenceIs() {
    Answer answer =
        cusp("kl", shared("names/empty0.safetensors"), "--spec", shared("names/st.yaml"));
    assertThat(answer.code()).isZero();
    assertThat(answer.err()).contains("left out: e (empty)");
    assertThat(answer.out())
        .startsWith("deep linear network 2-1, gaussian(sigma=1.0), loss ")
        .contains("reference: none: ");
  }

  @Test
  void anAssumedSigmaIsSaid() throws Exception {
    JsonNode measured =
        measured(
            "kl", shared("kind/reg.safetensors"), "--spec", shared("kind/nosigma.yaml"), "--json");
    assertThat(measured.get("notes").get(0).asText())
        .isEqualTo("model.sigma: 1 is assumed, the spec does not state it");
  }

  /** f = 2 x - 1: log(1 + e^f) - y f at (0, 0), (1, 0), (3, 1), and the entropy of one third. */
  private void writeOneLogit() {
    Npz.write(
        folder.resolve("d.npz"),
        Map.of(
            "x", new NumericArray(new int[] {3, 1}, new double[] {0, 1, 3}),
            "y", new NumericArray(new int[] {3}, new double[] {0, 0, 1})),
        Npz.Packing.STORED);
    LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
    tensors.put("lin.weight", NamedTensor.float64(new int[] {1, 1}, new double[] {2}));
    tensors.put("lin.bias", NamedTensor.float64(new int[] {1}, new double[] {-1}));
    Safetensors.write(folder.resolve("w.safetensors"), new TensorFile(Map.of(), tensors));
    org.cusp.format.AtomicFiles.writeString(
        folder.resolve("s.yaml"),
        """
        data: {source: npz, path: d.npz}
        model: {type: mlp, widths: [1, 1], likelihood: bernoulli, precision: float64}
        """);
  }

  @Test
  void oneLogitForABinaryTarget() throws Exception {
    writeOneLogit();
    JsonNode measured =
        measured(
            "kl", folder.resolve("w.safetensors"), "--spec", folder.resolve("s.yaml"), "--json");
    double mean = (0.31326168751822286 + 1.3132616875182228 + 0.006715348489117967) / 3;
    assertThat(measured.get("loss").asDouble()).isCloseTo(mean, within(1e-14));
    assertThat(measured.get("accuracy").asDouble()).isCloseTo(2 / 3.0, within(1e-15));
    assertThat(measured.get("constantLoss").asDouble())
        .isCloseTo(Math.log(3) - 2 * Math.log(2) / 3, within(1e-14));
    Answer text = cusp("kl", folder.resolve("w.safetensors"), "--spec", folder.resolve("s.yaml"));
    assertThat(text.out())
        .startsWith(
            "tanh MLP 1-1, bernoulli, loss 0.54441, accuracy 66.67% on 3 of "
                + folder.resolve("d.npz"))
        .doesNotContain("caution");
  }

  @Test
  void aLossAboveThatOfTheBestConstantIsDoubted() {
    writeOneLogit();
    LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
    tensors.put("lin.weight", NamedTensor.float64(new int[] {1, 1}, new double[] {-2}));
    tensors.put("lin.bias", NamedTensor.float64(new int[] {1}, new double[] {1}));
    Safetensors.write(folder.resolve("w.safetensors"), new TensorFile(Map.of(), tensors));
    Answer text = cusp("kl", folder.resolve("w.safetensors"), "--spec", folder.resolve("s.yaml"));
    assertThat(text.out())
        .contains("caution: the loss is above 0.63651, that of the best constant prediction");
  }

  @Test
  void tensorsAreChosenByTheirNamesInTheFile() throws Exception {
    LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
    for (int layer = 0; layer < 3; layer++) {
      String name = "layers." + 2 * layer;
      tensors.put(name + ".weight", NamedTensor.float64(new int[] {2, 2}, new double[4]));
      tensors.put(name + ".bias", NamedTensor.float64(new int[] {2}, new double[2]));
    }
    Safetensors.write(folder.resolve("w.safetensors"), new TensorFile(Map.of(), tensors));
    Npz.write(
        folder.resolve("d.npz"),
        Map.of(
            "x", new NumericArray(new int[] {2, 2}, new double[4]),
            "y", new NumericArray(new int[] {2, 2}, new double[4])),
        Npz.Packing.STORED);
    org.cusp.format.AtomicFiles.writeString(
        folder.resolve("s.yaml"),
        """
        data: {source: npz, path: d.npz}
        model: {type: mlp, widths: [2, 2, 2, 2], activation: relu, likelihood: gaussian, sigma: 1}
        """);
    Answer fourth = preview("layers.4");
    assertThat(fourth.out()).contains("--only 'layers.4' holds 6 parameters");
    assertThat(fourth.out().lines())
        .filteredOn(line -> line.startsWith("  layers.4.weight"))
        .singleElement()
        .asString()
        .matches("  layers.4.weight +2x2 +4 / 4 +layers.2.weight");
    assertThat(preview("layers.1").out()).contains("--only 'layers.1' holds 6 parameters");
    assertThat(preview("*.bias").out()).contains("--only '*.bias' holds 6 parameters");
    Answer both = preview("layers.2");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err())
        .contains(
            "'layers.2' means layers.1.weight, layers.1.bias by the names in the file and"
                + " layers.2.weight, layers.2.bias by those of the model");
    assertThat(preview("layers.9").err()).contains("no tensor of the model matches 'layers.9'");
  }

  private Answer preview(String only) {
    return cusp(
        "llc",
        folder.resolve("w.safetensors"),
        "--spec",
        folder.resolve("s.yaml"),
        "--only",
        only,
        "--preview");
  }

  @Test
  void runningStatisticsAreNoChoice() throws Exception {
    LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
    for (String name : List.of("weight", "bias", "running_mean", "running_var")) {
      tensors.put("layers.0." + name, NamedTensor.float64(new int[] {2}, new double[] {1, 1}));
    }
    Safetensors.write(folder.resolve("w.safetensors"), new TensorFile(Map.of(), tensors));
    Npz.write(
        folder.resolve("d.npz"),
        Map.of(
            "x", new NumericArray(new int[] {2, 2}, new double[4]),
            "y", new NumericArray(new int[] {2, 2}, new double[4])),
        Npz.Packing.STORED);
    org.cusp.format.AtomicFiles.writeString(
        folder.resolve("s.yaml"),
        """
        data: {source: npz, path: d.npz}
        model: {type: layers, inputs: 2, layers: [batch-norm], likelihood: gaussian, sigma: 1}
        """);
    assertThat(preview("*").out().lines()).anyMatch(line -> line.matches("all +4 / 4"));
    Answer none = preview("*.running_mean");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err())
        .contains("--only *.running_mean means running statistics alone, which are no parameters");
    Answer all =
        cusp(
            "llc",
            folder.resolve("w.safetensors"),
            "--spec",
            folder.resolve("s.yaml"),
            "--preview");
    assertThat(all.out()).contains("--only '*.bias' holds 2 parameters").doesNotContain("running");
  }

  @Test
  void aNetworkWithoutBiases() throws Exception {
    LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
    tensors.put("1.weight", NamedTensor.float64(new int[] {2, 1}, new double[] {1, -1}));
    tensors.put("3.weight", NamedTensor.float64(new int[] {1, 2}, new double[] {2, 3}));
    Safetensors.write(folder.resolve("w.safetensors"), new TensorFile(Map.of(), tensors));
    Npz.write(
        folder.resolve("d.npz"),
        Map.of(
            "x", new NumericArray(new int[] {2, 1}, new double[] {1, -2}),
            "y", new NumericArray(new int[] {2, 1}, new double[] {1, 4})),
        Npz.Packing.STORED);
    org.cusp.format.AtomicFiles.writeString(
        folder.resolve("s.yaml"),
        """
        data: {source: npz, path: d.npz}
        model:
          {type: mlp, widths: [1, 2, 1], activation: relu, bias: false, likelihood: gaussian,
           sigma: 1, precision: float64}
        """);
    JsonNode measured =
        measured(
            "kl", folder.resolve("w.safetensors"), "--spec", folder.resolve("s.yaml"), "--json");
    assertThat(measured.get("model").asText())
        .isEqualTo("relu MLP 1-2-1 without biases, gaussian(sigma=1.0)");
    // f(1) = 2 and f(-2) = 6: residuals 1 and 2; the best constant is 2.5, its residuals 1.5.
    double constant = Math.log(2 * Math.PI) / 2;
    assertThat(measured.get("loss").asDouble()).isCloseTo(1.25 + constant, within(1e-14));
    assertThat(measured.get("constantLoss").asDouble()).isCloseTo(1.125 + constant, within(1e-14));
  }
}

package org.cusp.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.Plan;
import org.cusp.foreign.plan.PlanOutputs;
import org.cusp.foreign.plan.Settings;
import org.cusp.foreign.transformer.Transformers;
import org.cusp.format.NamedTensor;
import org.cusp.format.Npy;
import org.cusp.format.NumericArray;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Small random transformers with the names of those who write them, against the logits of plain
 * PyTorch code (benchmarks/transformer_files.py).
 */
class TransformerFilesTest {
  private static final Path ALL = Path.of("src/test/resources/org/cusp/foreign/transformers");
  private static final double EPS = 1e-5;

  @TempDir Path folder;

  private static Path file(String name) throws IOException {
    try (Stream<Path> files = Files.list(ALL.resolve(name))) {
      return files
          .filter(path -> path.toString().matches(".*\\.(bin|pth?)"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Evaluation evaluation(Network network, Path data, Path expected) {
    try (Workers workers = new Workers(1)) {
      return Evaluation.of(
          network,
          new Evaluation.Asked(
              data.toString(), Optional.empty(), Optional.of(expected), Optional.empty(), EPS),
          workers);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gpt2, GPT-2:, that of each layer, ",
    "nanogpt, nanoGPT:, that of each layer, ",
    "nanogpt-untied, nanoGPT:, that of each layer, ",
    "neox, GPT-NeoX:, that of each layer, ",
    "neox-serial, GPT-NeoX:, that of each layer, ",
    "llama, Llama, that of each layer, ",
    "qwen2, Llama, that of each layer, ",
    "lens, TransformerLens:, that of each layer, ",
    "lens-shortformer, TransformerLens:, that of each layer, ",
    "lens-rotary, TransformerLens:, that of each layer, ",
    "lens-bare, TransformerLens:, that of each layer, 'shortformer positions, no norms'",
    "icl, in-context regression:, that of each layer, 2 heads",
    "notebook, modular addition:, gelu, "
  })
  void outputsAreThoseOfPyTorch(String name, String family, String activation, String reading)
      throws IOException {
    Path here = ALL.resolve(name);
    Architecture architecture = Recogniser.of(Contents.read(file(name)));
    assertThat(architecture.name()).startsWith(family);
    Layered network = (Layered) architecture.function().orElseThrow();
    Evaluation found = evaluation(network, here.resolve("x.npy"), here.resolve("logits.npy"));
    assertThat(found.relativeDifference()).isLessThan(1e-9);
    assertThat(found.activation()).isEqualTo(activation);
    assertThat(found.reading()).isEqualTo(reading);
    assertThat(inFloat32(network, here, found)).isBetween(1e-9, 1e-4);
  }

  /** The largest difference in float32, over the largest output. */
  private static double inFloat32(Layered network, Path here, Evaluation found) {
    NumericArray x = Npy.read(here.resolve("x.npy"));
    double[] expected = Npy.read(here.resolve("logits.npy")).values();
    int each = x.values().length / found.n();
    Layered taken =
        network.alternatives().stream()
            .map(Layered.class::cast)
            .filter(other -> other.inWords().equals(Optional.ofNullable(found.reading())))
            .map(other -> (Layered) other.of(each))
            .findFirst()
            .orElseThrow();
    Nonlinearity f = network.dependsOnActivation() ? Nonlinearity.GELU : Nonlinearity.RELU;
    Plan plan = taken.plan(f, EPS);
    try (Workers workers = new Workers(1)) {
      double[] outputs =
          PlanOutputs.of(
              plan, taken.file().tensors(), x.values(), found.n(), Precision.FLOAT32, workers);
      assertThat(outputs).hasSameSizeAs(expected);
      double difference = 0;
      double largest = 0;
      for (int i = 0; i < outputs.length; i++) {
        difference = Math.max(difference, Math.abs(outputs[i] - expected[i]));
        largest = Math.max(largest, Math.abs(expected[i]));
      }
      return difference / largest;
    }
  }

  private static FileTensors of(String name) throws IOException {
    return Contents.read(file(name)).fileTensors();
  }

  private static FileTensors with(FileTensors file, String key, String value) {
    Map<String, String> settings = new LinkedHashMap<>(file.settings().values());
    settings.put(key, value);
    return new FileTensors(file.file(), file.tensors(), new Settings("config.json", settings));
  }

  private static FileTensors without(FileTensors file, String name) {
    Map<String, NamedTensor> tensors = new LinkedHashMap<>(file.tensors());
    assertThat(tensors.remove(name)).isNotNull();
    return new FileTensors(file.file(), tensors, file.settings());
  }

  private static void refuses(FileTensors file, String... words) {
    assertThatThrownBy(() -> Transformers.of(file))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatDoesNotFitIsSaidInALine() throws IOException {
    FileTensors neox = of("neox");
    String missing = "gpt_neox.layers.1.mlp.dense_h_to_4h.weight";
    refuses(without(neox, missing), "lacks the tensor " + missing, "gpt_neox.layers.0.mlp");
    refuses(
        with(neox, "vocab_size", "12"), "must have shape [12, 8] by config.json, found [11, 8]");
    refuses(with(neox, "num_attention_heads", "3"), "width 8 is not divided by 3 heads");
    refuses(with(neox, "num_hidden_layers", "3"), "lacks the tensor gpt_neox.layers.2");
    refuses(with(neox, "hidden_act", "gelu_mew"), "unknown activation 'gelu_mew'", "gelu_new");
    FileTensors llama = of("llama");
    refuses(with(llama, "rope_parameters.rope_type", "yarn"), "must be default, got 'yarn'");
    refuses(with(llama, "num_key_value_heads", "4"), "k_proj.weight", "[16, 8]", "[8, 8]");
    refuses(with(llama, "use_sliding_window", "true"), "use_sliding_window");
    refuses(with(of("lens"), "d_head", "4"), "d_head is 4, the tensors show 3");
    FileTensors more = of("gpt2");
    more.tensors().put("h.0.attn.q_norm.weight", NamedTensor.float32(new int[] {1}, new double[1]));
    refuses(more, "no place for: h.0.attn.q_norm.weight");
  }

  @Test
  void tokensMustBeKnownAndSequencesFit() throws IOException {
    Network network = Recogniser.of(Contents.read(file("gpt2"))).function().orElseThrow();
    Path logits = ALL.resolve("gpt2/logits.npy");
    Path tokens = folder.resolve("x.npy");
    Npy.write(tokens, new NumericArray(new int[] {1, 3}, new double[] {1, 11, 2}));
    assertThatThrownBy(() -> evaluation(network, tokens, logits))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("sequence 1, position 2 must be a whole number in [0, 10]")
        .hasMessageContaining("got 11");
    Npy.write(tokens, new NumericArray(new int[] {1, 10}, new double[10]));
    assertThatThrownBy(() -> evaluation(network, tokens, logits))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("9 numbers for an example, the network takes sequences of up to 8");
  }

  /**
   * A head is rows of a joined matrix, in the order of NeoX: (head, query | key | value, width).
   */
  @Test
  void namesOfTheFileAreKept() throws IOException {
    Layered network = (Layered) Recogniser.of(Contents.read(file("neox"))).function().orElseThrow();
    Plan plan = network.plan(Nonlinearity.RELU, EPS);
    String joined = "gpt_neox.layers.0.attention.query_key_value.weight";
    List<String> parts =
        plan.names().entrySet().stream()
            .filter(name -> name.getValue().equals(joined))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(parts)
        .allMatch(name -> name.matches("layers\\.1\\..*\\.(query|key|value)\\.weight"))
        .hasSize(3);
    double[] whole = network.file().require(joined).values();
    double[] keys = plan.slices().get(parts.get(1)).of(network.file().require(joined));
    for (int head = 0; head < 2; head++) {
      for (int i = 0; i < 32; i++) {
        assertThat(keys[32 * head + i]).isEqualTo(whole[(3 * head + 1) * 32 + i]);
      }
    }
  }
}

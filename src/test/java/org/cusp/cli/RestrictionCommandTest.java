package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cusp.format.NamedTensor;
import org.cusp.format.Npy;
import org.cusp.format.Npz;
import org.cusp.format.NumericArray;
import org.cusp.format.Safetensors;
import org.cusp.format.TensorFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The LLC of some of the parameters, and in units of the layers, as a user asks for it. */
class RestrictionCommandTest {
  private static final String[] TENSORS = {
    "layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"
  };

  @TempDir Path folder;
  private TinyNetwork tiny;

  @BeforeEach
  void writeFiles() {
    tiny = TinyNetwork.in(folder).writeCheckpoint("w.safetensors");
    double[] flat = new double[TinyNetwork.PARAMETERS];
    Arrays.fill(flat, 6, 12, 1);
    Npy.write(tiny.path("upper.npy"), NumericArray.vector(flat));
    npz("upper.npz", "layers.1.weight", new int[] {2, 2}, 1, 1, 1, 1, "layers.1.bias", 1, 1);
    LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
    tensors.put(TENSORS[3], NamedTensor.float32(new int[] {2}, new double[] {-1, 3}));
    tensors.put(TENSORS[2], NamedTensor.float32(new int[] {2, 2}, new double[] {1, 1, 1, 1}));
    Safetensors.write(tiny.path("upper.safetensors"), new TensorFile(Map.of(), tensors));
    npz("half.npz", "layers.1.weight", new int[] {2, 2}, 0, 1, 1, 0, "layers.1.bias", 1, 1);
    npz("zero.npz", "layers.1.weight", new int[] {2, 2}, 0, 0, 0, 0, "layers.1.bias", 0, 0);
    npz("name.npz", "layers.1.weigth", new int[] {2, 2}, 1, 1, 1, 1, "layers.1.bias", 1, 1);
    npz("shape.npz", "layers.1.weight", new int[] {4}, 1, 1, 1, 1, "layers.1.bias", 1, 1);
    npz("nan.npz", "layers.1.weight", new int[] {2, 2}, 1, 1, 0, Double.NaN, "layers.1.bias", 1, 1);
    Npy.write(tiny.path("short.npy"), NumericArray.vector(1, 0, 1));
    tiny.write("mask.txt", "1 0 1");
  }

  private void npz(
      String file,
      String weight,
      int[] shape,
      double a,
      double b,
      double c,
      double d,
      String bias,
      double e,
      double f) {
    Map<String, NumericArray> arrays = new LinkedHashMap<>();
    arrays.put(weight, new NumericArray(shape, new double[] {a, b, c, d}));
    arrays.put(bias, NumericArray.vector(e, f));
    Npz.write(tiny.path(file), arrays, Npz.Packing.STORED);
  }

  private CommandRun llc(String... options) {
    List<String> all = new ArrayList<>(List.of("llc", tiny.text("w.safetensors")));
    all.addAll(List.of("--spec", tiny.text("net.yaml")));
    Stream.of(options)
        .map(option -> option.contains("/") ? tiny.text(option.substring(1)) : option)
        .forEach(all::add);
    return CommandRun.of(all.toArray(String[]::new));
  }

  private static JsonNode parsed(CommandRun run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    try {
      return new ObjectMapper().readTree(run.out());
    } catch (IOException e) {
      throw new AssertionError(run.out(), e);
    }
  }

  @Test
  void previewSaysWhatEachChoiceHolds() {
    CommandRun run = llc("--only", "layers.1,*.bias", "--preview");
    assertThat(run.code()).isZero();
    assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "part shape free / of",
            "layers.0 2 / 6",
            " layers.0.weight 2x2 0 / 4",
            " layers.0.bias 2 2 / 2",
            "layers.1 6 / 6",
            " layers.1.weight 2x2 4 / 4",
            " layers.1.bias 2 2 / 2",
            "all 8 / 12",
            "",
            "--only 'layers.1' holds 6 parameters",
            "--only '*.bias' holds 4 parameters");
  }

  @Test
  void previewOpensOnlyWhatHoldsFreeParameters() {
    assertThat(llc("--only", "layers.1.bias", "--preview").out().lines())
        .anyMatch(line -> line.matches("layers.0 +0 / 6"))
        .noneMatch(line -> line.contains("layers.0.weight"));
  }

  @Test
  void previewWithoutAChoiceOffersSome() {
    JsonNode preview = parsed(llc("--preview", "--json"));
    assertThat(preview.get("parameters").asInt()).isEqualTo(12);
    assertThat(preview.get("free").asInt()).isEqualTo(12);
    assertThat(preview.has("restriction")).isFalse();
    Map<String, Integer> choices = new LinkedHashMap<>();
    preview
        .get("choices")
        .forEach(c -> choices.put(c.get("only").asText(), c.get("parameters").asInt()));
    assertThat(choices)
        .containsExactly(
            Map.entry("layers.0", 6),
            Map.entry("layers.1", 6),
            Map.entry("*.weight", 8),
            Map.entry("*.bias", 4));
    JsonNode tree = preview.get("tree");
    assertThat(tree.get("parameters").asInt()).isEqualTo(12);
    assertThat(tree.get("parts").get(1).get("name").asText()).isEqualTo("layers.1");
    assertThat(tree.get("parts").get(1).get("parts").get(1).get("free").asInt()).isEqualTo(2);
    JsonNode masked = parsed(llc("--mask", "/half.npz", "--preview", "--json"));
    assertThat(masked.get("free").asInt()).isEqualTo(4);
    assertThat(masked.get("tensors").get(2).get("free").asInt()).isEqualTo(2);
    assertThat(masked.get("restriction").get("mask").asText()).endsWith("half.npz");
  }

  @Test
  void theSameSetGivesTheSameEstimateWhateverChoseIt() {
    JsonNode byName = parsed(llc("--only", "layers.1.*", "--json"));
    assertThat(byName.get("parameters").asInt()).isEqualTo(6);
    JsonNode restriction = byName.get("restriction");
    assertThat(restriction.get("only").asText()).isEqualTo("layers.1.*");
    assertThat(restriction.has("mask")).isFalse();
    assertThat(restriction.get("free").asInt()).isEqualTo(6);
    assertThat(restriction.get("of").asInt()).isEqualTo(12);
    for (String mask : List.of("/upper.npy", "/upper.npz", "/upper.safetensors")) {
      JsonNode byMask = parsed(llc("--mask", mask, "--json"));
      assertThat(byMask.get("llc")).isEqualTo(byName.get("llc"));
      assertThat(byMask.get("restriction").get("digest")).isEqualTo(restriction.get("digest"));
    }
    JsonNode half = parsed(llc("--mask", "/half.npz", "--json"));
    assertThat(half.get("parameters").asInt()).isEqualTo(4);
    assertThat(half.get("llc").get("value")).isNotEqualTo(byName.get("llc").get("value"));
  }

  @Test
  void aRestrictionToEverythingIsNone() {
    JsonNode all = parsed(llc("--json"));
    JsonNode everything = parsed(llc("--only", "*", "--json"));
    assertThat(everything.get("llc")).isEqualTo(all.get("llc"));
    assertThat(all.has("restriction")).isFalse();
    assertThat(all.get("localisation").asText()).isEqualTo("isotropic");
  }

  @Test
  void anExactCoefficientIsNotThatOfAPart() {
    String[] problem = {"llc", "dln:widths=2x2x2,n=30", "--draws", "8", "--burn-in", "2", "--json"};
    assertThat(parsed(CommandRun.of(problem)).get("exact").isNull()).isFalse();
    List<String> part = new ArrayList<>(List.of(problem));
    part.addAll(List.of("--only", "layers.0"));
    JsonNode restricted = parsed(CommandRun.of(part.toArray(String[]::new)));
    assertThat(restricted.get("exact").isNull()).isTrue();
    assertThat(restricted.get("parameters").asInt()).isEqualTo(4);
  }

  @Test
  void whatIsPrintedNamesTheCoordinates() {
    CommandRun run = llc("--only", "layers.1", "--localisation", "layers");
    assertThat(run.out())
        .contains("P = 6 of 12 parameters (--only layers.1)")
        .contains("gamma = 5.000 in units of each tensor");
  }

  /** A stored estimate answers for its own free parameters and units, and for no others. */
  @Test
  void aRunKeepsEachRestrictionByItself() {
    assertThat(CommandRun.of("train", tiny.text("net.yaml"), "--out", tiny.text("run")).code())
        .isZero();
    Path run = tiny.path("run");
    ofRun();
    Map<String, String> whole = Disk.contents(run);
    JsonNode first = ofRun("--only", "layers.1");
    Map<String, String> both = Disk.contents(run);
    assertThat(both).containsAllEntriesOf(whole).hasSizeGreaterThan(whole.size());
    String digest = first.get(0).get("restriction").get("digest").asText().substring(0, 12);
    assertThat(both).containsKey("llc/step-000003/restricted-" + digest + "/draws.npz");

    Map<String, String> times = Disk.times(run);
    assertThat(ofRun("--only", "layers.1")).isEqualTo(first);
    assertThat(ofRun("--mask", tiny.text("upper.npz"))).isEqualTo(first);
    assertThat(Disk.times(run)).isEqualTo(times);

    JsonNode scaled = ofRun("--only", "layers.1", "--localisation", "layers");
    assertThat(scaled.get(2).get("localisation").asText()).isEqualTo("layers");
    assertThat(scaled.get(2).get("llc")).isNotEqualTo(first.get(2).get("llc"));
    assertThat(ofRun("--mask", tiny.text("half.npz")).get(1).get("parameters").asInt())
        .isEqualTo(4);
    assertThat(Disk.contents(run)).containsAllEntriesOf(whole);
  }

  private JsonNode ofRun(String... options) {
    List<String> all = new ArrayList<>(List.of("llc", tiny.text("run"), "--json"));
    all.addAll(List.of(options));
    return parsed(CommandRun.of(all.toArray(String[]::new))).get("results");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--only layers.1 --mask /upper.npz | --only and --mask both say which parameters are free;"
            + " give one",
        "--only layer.1.weights | no tensor of the model matches 'layer.1.weights'; nearest names:"
            + " layers.1.weight, layers.0.weight, layers.1.bias",
        "--only *.bias,conv* --preview | no tensor of the model matches 'conv*'; nearest names:",
        "--only layers.1, | a pattern of tensor names must not be empty",
        "--mask /name.npz | name.npz: the model has no tensor 'layers.1.weigth'; nearest names:"
            + " layers.1.weight, layers.0.weight",
        "--mask /shape.npz | shape.npz: tensor layers.1.weight must have shape [2, 2], found [4]",
        "--mask /nan.npz | nan.npz: tensor layers.1.weight, number 4 must be finite, found NaN",
        "--mask /zero.npz | zero.npz: frees no parameter",
        "--mask /short.npy | short.npy: must have shape [12], all parameters in order, found [3]",
        "--mask /mask.txt | --mask must be a .npy, .npz or .safetensors file, got",
        "--mask /none.npy | none.npy: cannot be read (no such file)",
        "--mask /none.npz | none.npz: cannot be read (no such file)",
        "--localisation layer | unknown localisation 'layer': did you mean 'layers'? Allowed:"
            + " isotropic, layers",
      })
  void mistakesAreOneLine(String options, String message) {
    CommandRun run = llc(options.split(" "));
    assertThat(run.code()).isEqualTo(Cusp.WRONG_INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).startsWith("cusp: ").contains(message);
  }
}

package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cusp.format.Safetensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Trainings that begin with the weights of another programme, against the losses of PyTorch
 * (benchmarks/onward_files.py).
 */
class OnwardTrainingTest {
  private static final Path ALL = Path.of("src/test/resources/org/cusp");
  private static final String GPT2 = ALL.resolve("foreign/transformers/gpt2").toString();
  // Nine losses in single precision beside double; a step of another kind changes 1e-3.
  private static final double ROUNDING = 4e-6;

  @TempDir Path folder;

  private static String data(String where) {
    return ALL.resolve(where + "/x.npy") + "," + ALL.resolve(where + "/y.npy");
  }

  /** What begins each training of the fixture. */
  private static final Map<String, List<String>> BEGINNINGS =
      new TreeMap<>(
          Map.of(
              "perceptron",
              List.of(ALL + "/cli/tutorial/model.pt", "--data", data("cli/tutorial")),
              "convolutional",
              List.of(ALL + "/cli/onward/model.pt", "--data", data("cli/onward")),
              "gpt2",
              List.of(GPT2, "--data", GPT2 + "/x.npy")));

  private static final Map<String, Integer> EXAMPLES =
      Map.of("perceptron", 150, "convolutional", 60, "gpt2", 3);

  record Case(String network, String optimiser, List<Double> losses) {
    @Override
    public String toString() {
      return network + ", " + optimiser;
    }
  }

  static Stream<Case> cases() throws IOException {
    JsonNode all = new ObjectMapper().readTree(ALL.resolve("cli/onward/losses.json").toFile());
    List<Case> cases = new ArrayList<>();
    for (String network : BEGINNINGS.keySet()) {
      all.get(network)
          .properties()
          .forEach(
              each -> {
                List<Double> losses = new ArrayList<>();
                each.getValue().forEach(loss -> losses.add(loss.asDouble()));
                cases.add(new Case(network, each.getKey(), losses));
              });
    }
    return cases.stream();
  }

  private CommandRun train(String network, String... more) {
    List<String> words = new ArrayList<>(List.of("train"));
    words.addAll(BEGINNINGS.get(network));
    words.addAll(List.of("--out", folder.resolve("run").toString(), "--threads", "1"));
    words.addAll(List.of(more));
    return CommandRun.of(words.toArray(String[]::new));
  }

  private List<Double> losses() throws IOException {
    return Files.readAllLines(folder.resolve("run/trajectory.csv")).stream()
        .skip(1)
        .map(row -> Double.valueOf(row.split(",")[2]))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void stepsHaveTheLossesOfPyTorch(Case it) throws IOException {
    String words = "--steps 8 --batch " + EXAMPLES.get(it.network()) + " " + it.optimiser();
    CommandRun run = train(it.network(), words.split(" "));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(losses()).hasSize(9);
    for (int t = 0; t < 9; t++) {
      assertThat(losses().get(t))
          .as("step " + t)
          .isCloseTo(it.losses().get(t), within(ROUNDING * it.losses().get(t)));
    }
  }

  /** The run says where it began, goes on from where it was stopped, and has what others have. */
  @Test
  void itIsARunLikeAnyOther() throws IOException, NoSuchAlgorithmException {
    assertThat(train("perceptron", "--steps", "4", "--checkpoints", "0,2,4").code()).isZero();
    Path run = folder.resolve("run");
    JsonNode record = new ObjectMapper().readTree(run.resolve("run.json").toFile());
    byte[] file = Files.readAllBytes(ALL.resolve("cli/tutorial/model.pt"));
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    assertThat(record.get("from").get("file").asText()).isEqualTo("model.pt");
    assertThat(record.get("from").get("sha256").asText()).isEqualTo(sha256);
    double before =
        CommandRun.json("open", ALL + "/cli/tutorial/model.pt", "--data", data("cli/tutorial"))
            .get("loss")
            .asDouble();
    assertThat(losses().get(0)).isCloseTo(before, within(1e-6));
    String[] sampled = {"--draws", "4", "--burn-in", "2", "--chains", "2", "--sampler", "mala"};
    List<String> words = new ArrayList<>(List.of("llc", run.toString(), "--step", "1e-3"));
    words.addAll(List.of(sampled));
    assertThat(CommandRun.json(words).get("results")).hasSize(3);
    String last = run.resolve("checkpoints/step-000004.safetensors").toString();
    String first = run.resolve("checkpoints/step-000000.safetensors").toString();
    assertThat(CommandRun.of("compare", first, last).code()).isZero();
  }

  /** From the last checkpoint of a run, whose spec holds but for what is typed. */
  @Test
  void aRunGoesOnInAnother() throws IOException {
    assertThat(train("convolutional", "--steps", "3", "--batch", "60").code()).isZero();
    Path next = folder.resolve("next");
    CommandRun run =
        CommandRun.of(
            "train", folder.resolve("run").toString(), "--steps", "2", "--out", next.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(next.resolve("spec.yaml")).content().contains("step-000003", "batch: 60");
    Path ended = folder.resolve("run/checkpoints/step-000003.safetensors");
    Path began = next.resolve("checkpoints/step-000000.safetensors");
    Safetensors.read(ended)
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(Safetensors.read(began).tensors().get(name).values())
                    .as(name)
                    .isEqualTo(tensor.values()));
    List<String> losses = Files.readAllLines(folder.resolve("run/trajectory.csv"));
    assertThat(Files.readAllLines(next.resolve("trajectory.csv")).get(1).split(",")[2])
        .isEqualTo(losses.get(losses.size() - 1).split(",")[2]);
  }

  /** Another file of the same name is not what the run began with. */
  @Test
  void aBeginningThatChangedIsRefused() throws IOException {
    Path start = folder.resolve("start.pt");
    Files.copy(ALL.resolve("cli/tutorial/checkpoints/checkpoint_0000100.pth"), start);
    String[] words = {
      "train",
      start.toString(),
      "--data",
      data("cli/tutorial"),
      "--steps",
      "3",
      "--out",
      folder.resolve("run").toString()
    };
    assertThat(CommandRun.of(words).code()).isZero();
    Files.copy(ALL.resolve("cli/tutorial/model.pt"), start, StandardCopyOption.REPLACE_EXISTING);
    Map<String, String> before = Disk.contents(folder);
    CommandRun refused = CommandRun.of(words);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("was trained with the SHA-256 of train.from = ");
    assertThat(Disk.contents(folder)).isEqualTo(before);
  }

  static Stream<List<String>> wrong() {
    String model = ALL + "/cli/tutorial/model.pt";
    String data = data("cli/tutorial");
    String spec = "experiments/digits-mlp.yaml";
    return Stream.of(
        List.of("says nothing about its data; give --data X,Y", model),
        List.of("no such file", "absent.pt", "--data", data),
        List.of(
            "model.pt: unknown train.optimizer 'lion'",
            model,
            "--data",
            data,
            "--optimiser",
            "lion"),
        List.of("train.steps must be in [1,", model, "--data", data, "--steps", "0"),
        List.of("train.learningRate must be", model, "--data", data, "--rate", "-1"),
        List.of("train.batch (with 150", model, "--data", data, "--batch", "151"),
        List.of(
            "unknown key in train with optimizer adam", model, "--data", data, "--momentum", "0.5"),
        List.of("--checkpoints must be a number", model, "--data", data, "--checkpoints", "some"),
        List.of("is a spec, which says these", spec, "--data", data),
        List.of("--data beside --spec", model, "--data", data, "--spec", spec),
        List.of("lacks tensors", model, "--spec", spec));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void badInputIsALine(List<String> words) throws IOException {
    List<String> all = new ArrayList<>(List.of("train"));
    all.addAll(words.subList(1, words.size()));
    all.addAll(List.of("--out", folder.resolve("run").toString()));
    CommandRun run = CommandRun.of(all.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines().filter(line -> line.startsWith("cusp: ")).toList())
        .singleElement()
        .asString()
        .contains(words.get(0));
    assertThat(folder.resolve("run")).doesNotExist();
  }
}

package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.cusp.format.Safetensors;
import org.cusp.run.DrawsFile;
import org.cusp.train.TrajectoryRow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From a spec file to a report, as a user goes: what is printed, what is kept, what is repeated.
 */
class MainPathTest {
  private static final String PROBLEM = "dln:widths=2x2,n=20";
  private static final List<String> SHORT =
      List.of(
          "--sampler", "sgld", "--chains", "2", "--draws", "10", "--burn-in", "3", "--batch", "7");

  @TempDir Path folder;
  private TinyNetwork tiny;

  @BeforeEach
  void writeNetwork() {
    tiny = TinyNetwork.in(folder);
  }

  private static CommandRun done(List<String> arguments) {
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return run;
  }

  private static CommandRun done(String... arguments) {
    return done(List.of(arguments));
  }

  private static JsonNode json(List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.add("--json");
    return parsed(done(all).out());
  }

  private static JsonNode json(String... arguments) {
    return json(List.of(arguments));
  }

  private static JsonNode parsed(String text) {
    try {
      return new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  private static List<String> join(List<String> left, String... right) {
    return Stream.concat(left.stream(), Stream.of(right)).toList();
  }

  private Path train() {
    done("train", tiny.text("net.yaml"), "--out", tiny.text("run"));
    return tiny.path("run");
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** A result less what differs between two runs of the same: times and the command as typed. */
  private static JsonNode lasting(JsonNode result) {
    ObjectNode copy = result.deepCopy();
    copy.remove(List.of("seconds", "provenance"));
    return copy;
  }

  @Test
  void runDirectoryHoldsWhatItPromises() throws IOException {
    Path run = train();
    done("llc", run.toString());
    done("kl", run.toString());
    done("report", run.toString());

    assertThat(run.resolve("spec.yaml")).hasContent(TinyNetwork.SPEC);
    JsonNode facts = parsed(Files.readString(run.resolve("run.json")));
    assertThat(names(facts))
        .contains("command", "seed", "versions", "revision", "machine", "kernels");
    assertThat(facts.get("command").asText()).startsWith("train ").contains("net.yaml");
    assertThat(facts.get("seed").asLong()).isEqualTo(7);
    List<TrajectoryRow> rows = TrajectoryRow.readAll(run.resolve("trajectory.csv"));
    assertThat(rows).extracting(TrajectoryRow::step).containsExactly(0L, 2L, 3L, 4L, 6L);
    assertThat(Disk.contents(run).keySet())
        .contains(
            "checkpoints/step-000000.safetensors",
            "checkpoints/step-000003.safetensors",
            "checkpoints/step-000006.safetensors",
            "llc/step-000000/draws.npz",
            "llc/step-000000/estimate.json",
            "llc/step-000006/draws.npz",
            "llc/step-000006/estimate.json",
            "kl.json",
            "report.html")
        .noneMatch(name -> Path.of(name).getFileName().toString().startsWith("."));
    assertThat(Safetensors.read(run.resolve("checkpoints/step-000003.safetensors")).metadata())
        .containsEntry("step", "3")
        .containsEntry("spec", TinyNetwork.SPEC);
  }

  @Test
  void reportIsOneFileAndFiguresAreWhole() throws IOException {
    Path run = train();
    done("llc", run.toString());
    JsonNode report = json("report", run.toString());
    assertThat(names(report)).containsExactlyInAnyOrder("command", "files", "stages");
    assertThat(report.get("files")).allMatch(file -> Files.exists(Path.of(file.asText())));
    String page = Files.readString(run.resolve("report.html"));
    assertThat(page)
        .contains("tiny")
        .doesNotContain("<script src", "<link", "src=\"figures", "@import", "url(http");
    try (Stream<Path> figures = Files.list(run.resolve("figures"))) {
      List<Path> files = figures.toList();
      assertThat(files).anyMatch(file -> file.toString().endsWith(".svg"));
      for (Path file : files) {
        if (file.toString().endsWith(".png")) {
          assertThat(ImageIO.read(file.toFile()).getWidth()).isPositive();
        }
      }
    }
  }

  @Test
  void estimateHasTheAgreedFields() {
    JsonNode result =
        json(
            join(
                List.of(
                    "llc", PROBLEM, "--seed", "5", "--gamma", "2", "--step", "1e-3", "--thin", "1"),
                SHORT));
    assertThat(names(result))
        .containsSubsequence(
            "command",
            "target",
            "n",
            "nBeta",
            "gamma",
            "sampler",
            "llc",
            "lossAtCheckpoint",
            "verdict",
            "exact",
            "seconds",
            "gradientEvaluations",
            "provenance");
    assertThat(result.get("command").asText()).isEqualTo("llc");
    assertThat(result.get("target").asText()).isEqualTo(PROBLEM);
    assertThat(result.get("n").asInt()).isEqualTo(20);
    assertThat(result.get("nBeta").asDouble()).isCloseTo(20 / Math.log(20), within(1e-12));
    assertThat(result.get("gamma").asDouble()).isEqualTo(2);
    assertThat(result.get("sampler").get("name").asText()).isEqualTo("sgld");
    assertThat(result.get("sampler").get("stepSize").asDouble()).isPositive();
    assertThat(result.get("sampler").get("batch").asInt()).isEqualTo(7);
    assertThat(names(result.get("llc"))).containsExactly("value", "se", "ci95", "rhat", "ess");
    double value = result.get("llc").get("value").asDouble();
    double se = result.get("llc").get("se").asDouble();
    assertThat(result.get("llc").get("ci95")).hasSize(2);
    assertThat(result.get("llc").get("ci95").get(0).asDouble())
        .isCloseTo(value - 1.959964 * se, within(1e-5 * se));
    assertThat(result.get("llc").get("ci95").get(1).asDouble())
        .isCloseTo(value + 1.959964 * se, within(1e-5 * se));
    assertThat(result.get("verdict").get("status").asText())
        .isIn("trusted", "doubtful", "rejected");
    assertThat(result.get("verdict").get("reasons").isArray()).isTrue();
    // A regular model of four parameters: lambda = 2, m = 1.
    assertThat(names(result.get("exact")))
        .containsExactly("problem", "lambda", "lambdaValue", "multiplicity", "status", "source");
    assertThat(result.get("exact").get("lambda").asText()).isEqualTo("2");
    assertThat(result.get("exact").get("lambdaValue").asDouble()).isEqualTo(2.0);
    assertThat(result.get("exact").get("multiplicity").asInt()).isEqualTo(1);
    assertThat(result.get("exact").get("status").asText()).isEqualTo("exact");
    assertThat(result.get("gradientEvaluations").asLong()).isEqualTo(2 * (10 + 3));
    assertThat(result.get("provenance").get("seed").asLong()).isEqualTo(5);
    assertThat(result.get("provenance").get("command").asText()).contains("llc " + PROBLEM);
  }

  @Test
  void resultsOfARunAreInTrainingOrder() {
    JsonNode document = json("llc", train().toString());
    assertThat(names(document)).containsExactly("command", "target", "results", "along");
    assertThat(document.get("along").get("changes"))
        .extracting(change -> change.get("to").asInt())
        .containsExactly(3, 6);
    assertThat(document.get("results"))
        .extracting(result -> result.get("step").asInt())
        .containsExactly(0, 3, 6);
    assertThat(document.get("results")).allMatch(result -> result.get("exact").isNull());
  }

  @Test
  void klHasTheAgreedFieldsAndIsZeroAtTheReference() {
    JsonNode document = json("kl", train().toString());
    assertThat(names(document))
        .containsExactly("command", "target", "quantity", "reference", "results", "provenance");
    assertThat(document.get("reference").asText()).contains("lowest held-out loss");
    List<Double> gaps = new ArrayList<>();
    for (JsonNode row : document.get("results")) {
      if (document.get("reference").asText().contains(row.get("point").asText())) {
        assertThat(row.get("train").get("value").asDouble()).isZero();
      }
      gaps.add(row.get("test").get("value").asDouble());
    }
    assertThat(gaps).hasSize(3).contains(0.0).allMatch(gap -> gap >= 0);
    assertThat(
            json("kl", PROBLEM, "--at", "truth")
                .get("results")
                .get(0)
                .get("train")
                .get("value")
                .asDouble())
        .isZero();
  }

  @Test
  void everyCommandPrintsOneDocument() {
    JsonNode training =
        json("train", tiny.text("net.yaml"), "--out", tiny.text("run"), "--threads", "1");
    assertThat(training.get("command").asText()).isEqualTo("train");
    assertThat(training.get("status").asText()).isEqualTo("completed");
    assertThat(training.get("step").asInt()).isEqualTo(6);
    assertThat(training.get("checkpoints")).hasSize(3);
    assertThat(json("problems").isArray()).isTrue();
    assertThat(json("exact", "rrr:inputs=2,outputs=2,hidden=1,rank=0").get("lambda").asText())
        .isEqualTo("1");
  }

  @Test
  void peopleGetText() {
    Path run = train();
    assertThat(done("llc", run.toString()).out()).contains("P = 12 parameters", "verdict");
    assertThat(done("kl", run.toString()).out()).contains("reference: ", "K_n");
    assertThat(done(join(List.of("llc", PROBLEM), SHORT)).out())
        .contains("exact lambda 2 (m = 1)", "verdict: ");
    assertThat(done("--help").out()).contains("Usage: cusp", "llc", "report");
    assertThat(done().out()).contains("Usage: cusp");
  }

  private static List<String> join(List<String> left, List<String> right) {
    return Stream.concat(left.stream(), right.stream()).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "train",
        "llc",
        "calibrate",
        "kl",
        "report",
        "exact",
        "problems",
        "bench",
        "doctor"
      })
  void everyCommandExplainsItself(String command) {
    assertThat(done(command, "--help").out()).contains("Usage: cusp " + command);
  }

  @Test
  void finishedPiecesAreNotComputedAgain() {
    Path run = train();
    String first = done("llc", run.toString()).out();
    Map<String, String> before = Disk.times(run);
    assertThat(done("llc", run.toString()).out()).isEqualTo(first);
    assertThat(done("llc", run.toString(), "--threads", "1").out()).isEqualTo(first);
    assertThat(Disk.times(run)).isEqualTo(before);
    assertThat(done("train", tiny.text("net.yaml"), "--out", run.toString()).out())
        .contains("complete already");
    assertThat(Disk.times(run.resolve("checkpoints"))).isEqualTo(times(before, "checkpoints/"));
    // Other settings are another question.
    assertThat(done("llc", run.toString(), "--gamma", "6").out()).isNotEqualTo(first);
    assertThat(Disk.times(run)).isNotEqualTo(before);
  }

  private static Map<String, String> times(Map<String, String> all, String below) {
    Map<String, String> some = new java.util.TreeMap<>();
    some.put("", "folder");
    all.forEach(
        (name, time) -> {
          if (name.startsWith(below)) {
            some.put(name.substring(below.length()), time);
          }
        });
    return some;
  }

  @Test
  void onlyWhatIsMissingIsComputed() throws IOException {
    Path run = train();
    JsonNode first = json("llc", run.toString());
    Map<String, String> before = Disk.times(run);
    Files.delete(run.resolve("llc/step-000003/estimate.json"));
    JsonNode second = json("llc", run.toString());
    assertThat(lasting(second.get("results").get(1)))
        .isEqualTo(lasting(first.get("results").get(1)));
    Map<String, String> after = Disk.times(run);
    assertThat(after.keySet()).isEqualTo(before.keySet());
    assertThat(after.keySet())
        .filteredOn(name -> !after.get(name).equals(before.get(name)))
        .containsExactlyInAnyOrder(
            "llc/along.json", "llc/step-000003/draws.npz", "llc/step-000003/estimate.json");
  }

  @Test
  void threadsDoNotChangeAnything() throws IOException {
    done("train", tiny.text("net.yaml"), "--out", tiny.text("one"), "--threads", "1");
    done("train", tiny.text("net.yaml"), "--out", tiny.text("two"), "--threads", "2");
    assertThat(Disk.contents(tiny.path("two/checkpoints")))
        .isEqualTo(Disk.contents(tiny.path("one/checkpoints")));
    JsonNode one = json("llc", tiny.text("one"), "--threads", "1");
    JsonNode two = json("llc", tiny.text("two"), "--threads", "2");
    for (int i = 0; i < 3; i++) {
      ObjectNode left = (ObjectNode) lasting(one.get("results").get(i));
      ObjectNode right = (ObjectNode) lasting(two.get("results").get(i));
      assertThat(right.put("target", "")).isEqualTo(left.put("target", ""));
    }
    assertThat(tiny.path("two/llc/step-000006/draws.npz"))
        .hasSameBinaryContentAs(tiny.path("one/llc/step-000006/draws.npz"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"simd", "nd4j"})
  void theSameCommandGivesTheSameNumbers(String kernels) throws IOException {
    List<String> command =
        join(join(List.of("llc", PROBLEM), SHORT), "--kernels", kernels, "--step", "1e-3");
    JsonNode first = json(join(command, "--out", tiny.text("a")));
    JsonNode second = json(join(command, "--out", tiny.text("b")));
    assertThat(lasting(second)).isEqualTo(lasting(first));
    assertThat(tiny.path("b/draws.npz")).hasSameBinaryContentAs(tiny.path("a/draws.npz"));
    JsonNode other = json(join(command, "--seed", "2"));
    assertThat(other.get("llc")).isNotEqualTo(first.get("llc"));
  }

  @Test
  void chainsDoNotDependOnHowManyRun() {
    List<String> command =
        List.of(
            "llc",
            PROBLEM,
            "--sampler",
            "sgld",
            "--step",
            "1e-3",
            "--draws",
            "9",
            "--burn-in",
            "2",
            "--batch",
            "4");
    done(join(command, "--chains", "2", "--out", tiny.text("two")));
    done(join(command, "--chains", "5", "--out", tiny.text("five")));
    DrawsFile two = DrawsFile.read(tiny.path("two/draws.npz"));
    DrawsFile five = DrawsFile.read(tiny.path("five/draws.npz"));
    assertThat(five.deltaLoss()).hasNumberOfRows(5);
    assertThat(two.deltaLoss()).isDeepEqualTo(Arrays.copyOf(five.deltaLoss(), 2));
    assertThat(two.squaredDistance()).isDeepEqualTo(Arrays.copyOf(five.squaredDistance(), 2));
    assertThat(five.deltaLoss()[0]).isNotEqualTo(five.deltaLoss()[1]);
  }

  @Test
  void exitCode3IsForWhatIsNotTrusted() {
    List<String> tooShort = join(List.of("llc", PROBLEM), SHORT);
    assertThat(done(tooShort).out()).contains("verdict: rejected", "effective sample size");
    CommandRun required = CommandRun.of(join(tooShort, "--require-trusted").toArray(String[]::new));
    assertThat(required.code()).isEqualTo(3);
    assertThat(required.out()).contains("verdict: rejected");
    assertThat(required.err()).isEmpty();
  }

  @Test
  void exitCode0IsForWhatIsTrusted() {
    CommandRun run =
        CommandRun.of(
            "llc",
            "dln:widths=1x1,n=100",
            "--chains",
            "4",
            "--draws",
            "600",
            "--burn-in",
            "20",
            "--require-trusted");
    assertThat(run.out()).contains("verdict: trusted");
    assertThat(run.code()).isZero();
  }

  @Test
  void outSaysWhereToWrite() {
    Path run = train();
    Map<String, String> before = Disk.contents(run);
    done("llc", run.toString(), "--out", tiny.text("elsewhere"));
    done("kl", run.toString(), "--out", tiny.text("elsewhere"));
    assertThat(Disk.contents(run)).isEqualTo(before);
    assertThat(Disk.contents(tiny.path("elsewhere")).keySet())
        .contains("step-000000/estimate.json", "step-000006/draws.npz", "kl.json");
    done(join(join(List.of("llc", PROBLEM), SHORT), "--out", tiny.text("problem")));
    List<String> figures = List.of("traces", "settling", "ranks", "energy", "step-size");
    assertThat(Disk.contents(tiny.path("problem")).keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Stream.of("", "draws.npz", "estimate.json"),
                    figures.stream().flatMap(id -> Stream.of(id + ".png", id + ".svg")))
                .toList());
  }

  @Test
  void checkpointFileWithSpecAndArrays() {
    tiny.writeCheckpoint("w.safetensors").writeArrays();
    List<String> command =
        List.of("llc", tiny.text("w.safetensors"), "--spec", tiny.text("net.yaml"), "--data");
    JsonNode arrays = json(join(command, tiny.text("x.npy") + "," + tiny.text("y.npy")));
    JsonNode table = json(join(command, tiny.text("points.csv")));
    assertThat(arrays.get("n").asInt()).isEqualTo(TinyNetwork.EXAMPLES);
    assertThat(arrays.get("step").asInt()).isEqualTo(3);
    List.of(arrays, table).forEach(result -> ((ObjectNode) result.get("measured")).remove("data"));
    assertThat(lasting(arrays)).isEqualTo(lasting(table));
    // Without --data it is the spec's: two examples are held out.
    assertThat(json(command.subList(0, 4)).get("n").asInt()).isEqualTo(10);
  }

  @Test
  void aStoredEstimateAnswersOnlyForTheSameWeightsAndData() {
    tiny.writeCheckpoint("w.safetensors");
    List<String> command =
        List.of("llc", tiny.text("w.safetensors"), "--spec", tiny.text("net.yaml"), "--out");
    JsonNode first = json(join(command, tiny.text("kept")));
    assertThat(json(join(command, tiny.text("kept")))).isEqualTo(first);
    double[] w = TinyNetwork.weights();
    w[0] = 1;
    org.cusp.train.Checkpoint.of(tiny.spec(), 3, 1, w).write(tiny.path("w.safetensors"));
    JsonNode second = json(join(command, tiny.text("kept")));
    assertThat(second.get("lossAtCheckpoint")).isNotEqualTo(first.get("lossAtCheckpoint"));
    tiny.write("points.csv", TinyNetwork.points().replace("0.16", "0.17"));
    JsonNode third = json(join(command, tiny.text("kept")));
    assertThat(third.get("lossAtCheckpoint")).isNotEqualTo(second.get("lossAtCheckpoint"));
  }

  @Test
  void otherDataAreNoResultOfTheRun() {
    Path run = train();
    done("llc", run.toString());
    Map<String, String> before = Disk.contents(run);
    tiny.write("other.csv", TinyNetwork.points().replace("0.16", "0.17"));
    assertThat(json("llc", run.toString(), "--data", tiny.text("other.csv")).get("results"))
        .allMatch(result -> result.get("n").asInt() == TinyNetwork.EXAMPLES);
    done("kl", run.toString(), "--data", tiny.text("other.csv"));
    assertThat(Disk.contents(run)).isEqualTo(before);
  }

  @Test
  void seedOfTheCommandReplacesThatOfTheSpec() {
    done("train", tiny.text("net.yaml"), "--out", tiny.text("seven"));
    done("train", tiny.text("net.yaml"), "--out", tiny.text("eight"), "--seed", "8");
    tiny.write("net.yaml", TinyNetwork.SPEC.replace("seed: 7", "seed: 8"));
    done("train", tiny.text("net.yaml"), "--out", tiny.text("same"));
    assertThat(Disk.contents(tiny.path("eight/checkpoints")))
        .isEqualTo(Disk.contents(tiny.path("same/checkpoints")))
        .isNotEqualTo(Disk.contents(tiny.path("seven/checkpoints")));
    tiny.write("net.yaml", TinyNetwork.SPEC.replace("seed: 7\n", ""));
    done("train", tiny.text("net.yaml"), "--out", tiny.text("none"), "--seed", "8");
    assertThat(Disk.times(tiny.path("none/checkpoints")).keySet()).hasSize(4);
    assertThat(json("llc", tiny.text("none")).get("results"))
        .allMatch(result -> result.get("sampler").get("seed").asInt() == 8);
  }
}

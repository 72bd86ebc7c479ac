package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cusp.run.DrawsFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checkpoints of a run in shares, in any number and order: the bits of one process. */
class ShardTest {
  private static final String SPEC =
      """
      name: shared-out
      data: {source: digits, scaling: divide 16, limit: 60}
      model: {type: mlp, widths: [64, 2, 10]}
      train: {batch: 20, steps: 40, checkpoints: [0, 5, 10, 20, 40]}
      """;

  private static final List<String> SETTINGS =
      List.of(
          "--sampler", "hmc", "--draws", "12", "--chains", "2", "--seed", "4", "--threads", "1");

  @TempDir private static Path folder;
  private static Path trained;
  private static JsonNode whole;

  @BeforeAll
  static void oneProcess() throws Exception {
    Path spec = Files.writeString(folder.resolve("net.yaml"), SPEC);
    trained = folder.resolve("run");
    CommandRun.done("train", spec.toString(), "--out", trained.toString(), "--threads", "1");
    Path run = copy("whole");
    whole = results(CommandRun.of(llc(run, "--alone", "--json")), run);
  }

  private static Path copy(String name) throws IOException {
    Path to = folder.resolve(name);
    try (Stream<Path> files = Files.walk(trained)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(trained.relativize(file).toString()));
      }
    }
    return to;
  }

  private static String[] llc(Path run, String... more) {
    List<String> words = new ArrayList<>(List.of("llc", run.toString()));
    words.addAll(SETTINGS);
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  /** Without what a clock says, and where it was. */
  private static JsonNode results(CommandRun done, Path run) {
    assertThat(done.code()).as(done.err()).isZero();
    ArrayNode results = (ArrayNode) CommandRun.parsed(done.out()).get("results");
    results.forEach(
        one -> {
          ((ObjectNode) one).remove(List.of("seconds", "provenance", "target"));
          ((ObjectNode) one).remove("why");
        });
    return CommandRun.parsed(results.toString().replace(run.toString(), "RUN"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void sharesInAnyOrderGiveTheSameBits(int count) throws Exception {
    Path run = copy("in-" + count);
    List<Integer> order = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(count));
    for (int i : order) {
      assertThat(CommandRun.of(llc(run, "--shard", i + "/" + count)).code()).isZero();
    }
    assertThat(results(CommandRun.of("merge", run.toString(), "--json"), run)).isEqualTo(whole);
    for (int step : new int[] {0, 5, 10, 20, 40}) {
      String draws = String.format("llc/step-%06d/draws.npz", step);
      assertThat(DrawsFile.read(run.resolve(draws)).deltaLoss())
          .isDeepEqualTo(DrawsFile.read(folder.resolve("whole").resolve(draws)).deltaLoss());
    }
  }

  /**
   * The script of docs/cluster.md as Slurm would run it: two tasks at once in one folder, of which
   * one is told to end, as its time is up, and queued again.
   */
  @Test
  void theSlurmScriptOfTheDocument() throws Exception {
    Path run = copy("at-once");
    Path script = Files.writeString(folder.resolve("shards.sh"), slurmScript());
    List<String> absolute =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .toList();
    Path cusp = folder.resolve("cusp");
    Files.writeString(
        cusp,
        String.format(
            "#!/bin/bash%nexec '%s' --add-modules jdk.incubator.vector -Xmx512m -XX:+UseSerialGC -cp '%s'"
                + " org.cusp.cli.Cusp \"$@\"%n",
            Path.of(System.getProperty("java.home"), "bin", "java"),
            String.join(File.pathSeparator, absolute)));
    assertThat(cusp.toFile().setExecutable(true)).isTrue();
    Process first = task(1, script, run);
    Process second = task(2, script, run);
    Path begun = run.resolve("llc/plan.json");
    for (int i = 0; i < 60_000 && first.isAlive() && !Files.exists(begun); i++) {
      Thread.sleep(1);
    }
    first.destroy();
    assertThat(first.waitFor(1, TimeUnit.MINUTES)).isTrue();
    Process again = task(1, script, run);
    for (Process task : List.of(second, again)) {
      assertThat(task.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(task.exitValue()).isZero();
    }
    assertThat(results(CommandRun.of("merge", run.toString(), "--json"), run)).isEqualTo(whole);
  }

  private static String slurmScript() throws IOException {
    String page = Files.readString(Path.of("docs/cluster.md"));
    int from = page.indexOf("#!/bin/bash");
    String script = page.substring(from, page.indexOf("```", from));
    assertThat(script.lines()).hasSizeLessThanOrEqualTo(10);
    List<String> options = script.lines().filter(line -> line.startsWith("#SBATCH")).toList();
    assertThat(options).allMatch(line -> line.matches("#SBATCH --[a-z-]+(=[A-Za-z0-9:@-]+)?"));
    assertThat(options)
        .contains("#SBATCH --cpus-per-task=1")
        .anyMatch(line -> line.contains("--array=1-"));
    return script;
  }

  /** As {@code sbatch --array=1-2 shards.sh RUN ...} begins one of its tasks. */
  private static Process task(int number, Path script, Path run) throws IOException {
    List<String> line = new ArrayList<>(List.of("bash", script.toString(), run.toString()));
    line.addAll(SETTINGS);
    line.removeAll(List.of("--threads", "1"));
    Path out = folder.resolve("task-" + number);
    ProcessBuilder task =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()));
    task.environment()
        .putAll(
            Map.of(
                "SLURM_SUBMIT_DIR", folder.toString(),
                "SLURM_ARRAY_TASK_ID", Integer.toString(number),
                "SLURM_ARRAY_TASK_COUNT", "2"));
    return task.start();
  }

  @Test
  void whatIsMissingIsNamedAndOtherPlansAreRefused() throws Exception {
    Path run = copy("missing");
    refused("is not there; 'cusp llc RUN --shard 1/2' makes it", "merge", run.toString());
    assertThat(CommandRun.of(llc(run, "--shard", "2/3")).code()).isZero();
    refused("3 of 5 pieces are missing: step 0, step 10, step 20", "merge", run.toString());
    // However it is typed.
    refused("3 of 5 pieces are missing", "merge", run.resolve("../missing").toString());
    refused("is a plan of other settings", llc(run, "--gamma", "7", "--shard", "1/3"));
    refused("there is no share 4 of 3", llc(run, "--shard", "4/3"));
    refused("there is no share 0 of 3", llc(run, "--shard", "0/3"));
    refused("must be I/N", llc(run, "--shard", "half"));
    CommandRun plan = CommandRun.of(llc(run, "--plan", "--json"));
    JsonNode pieces = CommandRun.parsed(plan.out()).get("pieces");
    assertThat(pieces).hasSize(5);
    assertThat(pieces.get(1).get("done").asBoolean()).isTrue();
    assertThat(pieces.get(2).get("seconds").asDouble()).isPositive();
    Path other = copy("other");
    Files.createDirectories(other.resolve("llc"));
    Files.copy(run.resolve("llc/plan.json"), other.resolve("llc/plan.json"));
    Files.writeString(
        other.resolve("llc/plan.json"),
        Files.readString(other.resolve("llc/plan.json"))
            .replaceAll("\"data\" *: *\"[^\"]*\"", "\"data\": \"of another\""));
    refused("is a plan of other data", "merge", other.toString());
  }

  private static void refused(String why, String... command) {
    CommandRun run = CommandRun.of(command);
    assertThat(run.code()).as(run.out()).isEqualTo(2);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err()).contains(why);
  }
}

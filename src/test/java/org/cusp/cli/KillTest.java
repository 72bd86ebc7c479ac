package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.format.AtomicFiles;
import org.cusp.format.Json;
import org.cusp.format.Safetensors;
import org.cusp.run.DrawsFile;
import org.cusp.run.TrainingRecord;
import org.cusp.train.TrajectoryRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ends {@code cusp train}, {@code llc}, {@code free-energy}, {@code criteria} and {@code influence}
 * with SIGKILL, now and then with SIGTERM or SIGINT: at a random moment, or a little after
 * something was kept. Whatever lies on the disk then must be whole, a training that goes on must
 * end with the bits of one that was left alone, and so must an estimate. The property {@code
 * cusp.kills} says how many; {@code benchmarks/kills} does the same to more commands, as a user
 * starts them.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("cusp.kills", 5);
  private static final long SEED = Long.getLong("cusp.kills.seed", 11);

  /** Until the JVM has begun to work, and until the work is nearly done. */
  private static final int EARLIEST_MILLIS = 300;

  private static final int LATEST_MILLIS = 2000;

  /** After the first state was kept. */
  private static final int MORE_MILLIS = 150;

  private static final int PATIENCE_MILLIS = 60_000;

  private static final String SPEC =
      """
      name: killed
      data: {source: digits, scaling: divide 16, limit: 400, test: 50}
      model: {type: mlp, widths: [64, 16, 10]}
      train: {batch: 32, steps: 3000, evaluateEvery: 200,
              checkpoints: [0, 10, 100, 1000, 2000, 3000]}
      """;

  private static final String[] SAMPLING = {
    "--sampler",
    "sgld",
    "--chains",
    "2",
    "--draws",
    "200",
    "--burn-in",
    "100",
    "--step",
    "1e-7",
    "--thin",
    "2",
    "--batch",
    "32",
    "--gamma",
    "10"
  };

  /** Whose prior is far from the posterior, so that there is a ladder to be killed on. */
  private static final String[] ON_REPLICAS = {
    "dln:widths=2x1x2,rank=1,n=500",
    "--draws",
    "25",
    "--chains",
    "2",
    "--seed",
    "3",
    "--threads",
    "1"
  };

  /** With a file of losses for each chain beside the state. */
  private static final String[] OF_DATA = {
    "dln:widths=3x3,rank=1,n=40",
    "--sampler",
    "hmc",
    "--draws",
    "800",
    "--chains",
    "2",
    "--seed",
    "3",
    "--threads",
    "1"
  };

  @TempDir Path folder;
  private final Random random = new Random(SEED);
  private int ends;
  private int atWork;
  private int wentOn;

  @Test
  void whatIsKilledIsWholeAndGoesOn(TestReporter reporter) throws Exception {
    Path spec = Files.writeString(folder.resolve("net.yaml"), SPEC);
    Path whole = trained(spec, folder.resolve("whole"));
    int ofTraining = Math.max(1, KILLS / 3);
    for (int run = 0; ends < ofTraining; run++) {
      killedTraining(spec, folder.resolve("run-" + run), whole, ofTraining);
    }
    killedEstimates(whole.resolve("checkpoints/step-001000.safetensors"));
    reporter.publishEntry(
        "kills",
        ends
            + " of "
            + KILLS
            + ", "
            + atWork
            + " of them at work, "
            + wentOn
            + " had kept something");
    assertThat(ends).isEqualTo(KILLS);
    assertThat(atWork).as("processes that were at work").isGreaterThanOrEqualTo(KILLS / 3);
    assertThat(wentOn).as("processes that went on").isGreaterThanOrEqualTo(KILLS / 3);
  }

  private void killedTraining(Path spec, Path run, Path whole, int most) throws Exception {
    String[] command = {"train", spec.toString(), "--out", run.toString(), "--threads", "1"};
    for (int times = 0; times < 4 && ends < most; times++) {
      if (!ended(run.resolve("resume.safetensors"), command)) {
        break;
      }
      requireWhole(run);
    }
    trained(spec, run);
    assertThat(temporaries(run)).isEmpty();
    for (Path checkpoint : files(whole.resolve("checkpoints"))) {
      assertThat(run.resolve(whole.relativize(checkpoint)))
          .hasBinaryContent(Files.readAllBytes(checkpoint));
    }
    assertThat(withoutSeconds(run)).isEqualTo(withoutSeconds(whole));
  }

  /** By each command in turn; what was killed goes on from what was kept. */
  private void killedEstimates(Path checkpoint) throws Exception {
    List<String[]> commands =
        List.of(
            llc(checkpoint),
            with(ON_REPLICAS, "free-energy"),
            with(ON_REPLICAS, "criteria"),
            with(OF_DATA, "influence"));
    List<JsonNode> undisturbed = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      undisturbed.add(estimated(commands.get(i), folder.resolve("whole-" + i)));
    }
    for (int run = 0; ends < KILLS; run++) {
      int which = run % commands.size();
      Path out = folder.resolve("estimate-" + run);
      ended(out.resolve("state.safetensors"), to(commands.get(which), out));
      requireWhole(out);
      assertThat(estimated(commands.get(which), out)).isEqualTo(undisturbed.get(which));
      assertThat(temporaries(out)).isEmpty();
      assertThat(out.resolve("unfinished-draws.npz")).doesNotExist();
      if (which == 0) {
        assertThat(DrawsFile.read(out.resolve("draws.npz")).deltaLoss())
            .isDeepEqualTo(DrawsFile.read(folder.resolve("whole-0/draws.npz")).deltaLoss());
      }
    }
  }

  /**
   * Ends a child; false if it was done before.
   *
   * @param state where it keeps what is needed to go on
   */
  private boolean ended(Path state, String... command) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                // It is ended before a second compiler would be of use.
                "-XX:TieredStopAtLevel=1",
                "-Dcusp.kept.every=0.05",
                "-cp",
                System.getProperty("java.class.path"),
                "org.cusp.cli.Cusp"));
    line.addAll(List.of(command));
    Path out = folder.resolve("child.txt");
    Process child =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    if (ends % 3 > 0) {
      int millis = PATIENCE_MILLIS;
      while (child.isAlive() && !Files.exists(state) && millis-- > 0) {
        Thread.sleep(1);
      }
    }
    int least = ends % 3 > 0 ? 0 : EARLIEST_MILLIS;
    int most = ends % 3 > 0 ? MORE_MILLIS : LATEST_MILLIS;
    if (child.waitFor(least + random.nextInt(most - least), TimeUnit.MILLISECONDS)) {
      assertThat(child.exitValue()).as(Files.readString(out)).isZero();
      return false;
    }
    end(child);
    ends++;
    wentOn += Files.exists(state) ? 1 : 0;
    atWork += Files.size(out) > 0 ? 1 : 0;
    assertThat(Files.readString(out)).doesNotContain("Exception", "cannot be");
    return true;
  }

  private void end(Process child) throws Exception {
    switch (ends % 6) {
      case 2 -> child.destroy();
      case 4 -> new ProcessBuilder("kill", "-INT", Long.toString(child.pid())).start().waitFor();
      default -> child.destroyForcibly();
    }
    if (!child.waitFor(25, TimeUnit.SECONDS)) {
      // A JVM that was started in the background may not listen to SIGINT.
      child.destroyForcibly().waitFor();
    }
  }

  private static Path trained(Path spec, Path run) {
    CommandRun result =
        CommandRun.of("train", spec.toString(), "--out", run.toString(), "--threads", "1");
    assertThat(result.code()).as(result.err()).isZero();
    return run;
  }

  private static String[] llc(Path checkpoint) {
    return with(SAMPLING, "llc", checkpoint.toString());
  }

  private static String[] with(String[] options, String... words) {
    return Stream.concat(Stream.of(words), Stream.of(options)).toArray(String[]::new);
  }

  private static String[] to(String[] command, Path out) {
    return with(new String[] {"--out", out.toString()}, command);
  }

  /** Its document, without what a clock says. */
  private static JsonNode estimated(String[] command, Path out) throws IOException {
    CommandRun result = CommandRun.of(to(command, out));
    assertThat(result.code()).as(result.err()).isZero();
    String name = command[0].equals("llc") ? "estimate" : command[0];
    ObjectNode document =
        (ObjectNode) CommandRun.parsed(Files.readString(out.resolve(name + ".json")));
    document.remove(List.of("seconds", "provenance"));
    return document;
  }

  private static void requireWhole(Path root) throws IOException {
    for (Path file : files(root)) {
      String name = file.getFileName().toString();
      if (AtomicFiles.isTemporary(file)) {
        continue;
      }
      if (name.endsWith(".safetensors")) {
        Safetensors.read(file);
      } else if (name.equals("run.json")) {
        Json.read(file, TrainingRecord.class);
      } else if (name.equals("estimate.json")) {
        Json.read(file, LlcResult.class);
      } else if (name.endsWith(".npz")) {
        DrawsFile.read(file);
      } else if (name.equals("trajectory.csv")) {
        TrajectoryRow.readAll(file);
      }
    }
  }

  private static List<Path> files(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }

  private static List<Path> temporaries(Path root) throws IOException {
    return files(root).stream().filter(AtomicFiles::isTemporary).toList();
  }

  private static List<String> withoutSeconds(Path run) throws IOException {
    return Files.readAllLines(run.resolve("trajectory.csv")).stream()
        .map(line -> line.substring(0, line.lastIndexOf(',')))
        .toList();
  }
}

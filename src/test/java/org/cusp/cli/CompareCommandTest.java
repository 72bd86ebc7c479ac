package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cusp.format.Npz;
import org.cusp.format.NumericArray;
import org.cusp.train.Checkpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareCommandTest {
  /** y = w x on x = +-1; the loss is (y - w x)^2 / 2 and a constant. */
  private static final String LINE =
      """
      data: {source: csv, path: line.csv, kind: values}
      model: {type: deep-linear, widths: [1, 1], likelihood: gaussian, sigma: 1, precision: float64}
      """;

  @TempDir Path folder;

  private static JsonNode parsed(CommandRun run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    try {
      return new ObjectMapper().readTree(run.out());
    } catch (IOException e) {
      throw new AssertionError(run.out(), e);
    }
  }

  private static void refused(CommandRun run, String... says) {
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(says);
  }

  private TinyNetwork line() {
    TinyNetwork files = new TinyNetwork(folder);
    files.write("line.yaml", LINE);
    files.write("line.csv", "x,y\n1,1\n-1,1\n1,-1\n-1,-1\n");
    for (double w : new double[] {1, -1}) {
      org.cusp.spec.Spec spec = org.cusp.spec.SpecReader.read(files.path("line.yaml"));
      Checkpoint.of(spec, 0, 0, new double[] {w}).write(files.path("w" + (int) w + ".safetensors"));
    }
    return files;
  }

  /**
   * Both slopes have the loss 0 on two data and 2 on the two others: equal in the mean, opposite on
   * every datum.
   */
  @Test
  void oppositeSlopesCancelInTheMean() {
    TinyNetwork files = line();
    JsonNode result =
        parsed(
            CommandRun.of(
                "compare",
                files.text("w1.safetensors"),
                files.text("w-1.safetensors"),
                "--spec",
                files.text("line.yaml"),
                "--json",
                "--out",
                files.text("out")));
    JsonNode on = result.get("results").get(0);
    assertThat(on.get("data").asText()).isEqualTo("train");
    assertThat(on.has("labels")).isFalse();
    JsonNode losses = on.get("losses");
    assertThat(losses.get("mean").get("value").asDouble()).isCloseTo(0, within(1e-15));
    assertThat(losses.get("meanAbsolute").get("value").asDouble()).isCloseTo(2, within(1e-15));
    assertThat(losses.get("cancelled").asDouble()).isCloseTo(1, within(1e-15));
    assertThat(losses.get("betterB").get("value").asDouble()).isEqualTo(0.5);
    Map<String, NumericArray> kept = Npz.read(files.path("out/losses-train.npz"));
    assertThat(kept.get("b").values()[0] - kept.get("a").values()[0]).isCloseTo(2, within(1e-15));
    assertThat(files.path("out/compare.json")).exists();
    assertThat(files.path("out/compare-train-differences.png")).isNotEmptyFile();
    assertThat(files.path("out/compare-train-losses.svg")).isNotEmptyFile();
  }

  @Test
  void theSlopeSetToZero() {
    TinyNetwork files = line();
    String[] command = {
      "compare", files.text("w1.safetensors"), "--spec", files.text("line.yaml"), "--ablate", "*"
    };
    List<String> json = new ArrayList<>(List.of(command));
    json.add("--json");
    JsonNode result = parsed(CommandRun.of(json.toArray(String[]::new)));
    assertThat(result.get("b").get("ablation").get("parameters").asInt()).isEqualTo(1);
    // Losses of w = 0 are 1/2 throughout: differences 1/2, -3/2, -3/2, 1/2.
    JsonNode losses = result.get("results").get(0).get("losses");
    assertThat(losses.get("mean").get("value").asDouble()).isCloseTo(-0.5, within(1e-15));
    assertThat(losses.get("meanAbsolute").get("value").asDouble()).isCloseTo(1, within(1e-15));
    assertThat(losses.get("largest").get("row").asInt()).isEqualTo(2);
    CommandRun text = CommandRun.of(command);
    assertThat(text.code()).isZero();
    assertThat(text.out())
        .contains("layers.0.weight set to zero (1 parameters)")
        .contains("mean |d|");
  }

  /** A run's last, best and numbered checkpoints, and its first with its last by file. */
  @Test
  void checkpointsOfARun() {
    TinyNetwork tiny = TinyNetwork.in(folder);
    assertThat(CommandRun.of("train", tiny.text("net.yaml"), "--out", tiny.text("run")).code())
        .isZero();
    String first = tiny.text("run/checkpoints/step-000000.safetensors");
    JsonNode last = parsed(CommandRun.of("compare", first, tiny.text("run"), "--json"));
    assertThat(last.get("b").get("point").asText()).endsWith("step-000006.safetensors");
    assertThat(last.get("b").get("why").asText()).isEqualTo("the last of 3");
    assertThat(last.get("results")).hasSize(2);
    JsonNode labels = last.get("results").get(0).get("labels");
    int all = 0;
    for (String count : List.of("bothRight", "onlyA", "onlyB", "bothWrong")) {
      all += labels.get(count).asInt();
    }
    assertThat(all).isEqualTo(10);
    JsonNode best =
        parsed(
            CommandRun.of(
                "compare",
                tiny.text("run"),
                first,
                "--checkpoint",
                "best",
                "--on",
                "test",
                "--json"));
    assertThat(best.get("a").get("why").asText())
        .isEqualTo("the lowest held-out loss of 3 checkpoints");
    assertThat(best.get("results")).hasSize(1);
    assertThat(best.get("results").get(0).get("losses").get("mean").get("value").asDouble())
        .isNotNegative();
    JsonNode given =
        parsed(
            CommandRun.of(
                "compare", tiny.text("run"), first, "--data", tiny.text("points.csv"), "--json"));
    assertThat(given.get("results")).hasSize(1);
    assertThat(given.get("results").get(0).get("data").asText()).isEqualTo("given");
    assertThat(given.get("results").get(0).get("losses").get("n").asInt()).isEqualTo(12);
    refused(
        CommandRun.of("compare", tiny.text("run"), first, "--checkpoint", "4"),
        "has no checkpoint of step 4, only of 0, 3, 6");
  }

  @Test
  void problemsAtTheTruthAndNearIt() {
    String problem = "tanh:hidden=2,n=50";
    JsonNode result = parsed(CommandRun.of("compare", problem, problem, "--json"));
    assertThat(result.get("a").get("point").asText()).isEqualTo("the truth");
    assertThat(result.get("b").get("point").asText()).isEqualTo("w* + N(0, 0.3^2)");
    JsonNode kl = parsed(CommandRun.of("kl", problem, "--json"));
    assertThat(result.get("results").get(0).get("losses").get("mean").get("value").asDouble())
        .isCloseTo(kl.get("results").get(0).get("train").get("value").asDouble(), within(1e-12));
    JsonNode ablated =
        parsed(CommandRun.of("compare", problem, "--at", "perturbed", "--ablate", "a", "--json"));
    assertThat(ablated.get("b").get("point").asText()).isEqualTo("w* + N(0, 0.3^2)");
  }

  @Test
  void wrongInput() {
    TinyNetwork files = line();
    String w = files.text("w1.safetensors");
    String problem = "tanh:hidden=2,n=50";
    refused(CommandRun.of("compare", problem), "needs A and B, or A and --ablate");
    refused(CommandRun.of("compare", problem, problem, "--ablate", "a"), "give A alone");
    refused(
        CommandRun.of("compare", problem, "tanh:hidden=2,n=60"),
        "A and B must have the same train data",
        "50 examples",
        "60 examples");
    refused(
        CommandRun.of("compare", problem, "dln:widths=2x2,n=50"),
        "A and B must have the same train data",
        "1 feature,",
        "2 features");
    refused(
        CommandRun.of("compare", problem, "--ablate", "c"),
        "no tensor of the model matches 'c'; nearest names: a, b");
    refused(CommandRun.of("compare", problem, problem, "--at", "true"), "did you mean 'truth'?");
    refused(CommandRun.of("compare", problem, problem, "--on", "test"), "no held-out data");
    refused(
        CommandRun.of("compare", problem, problem, "--at", "truth", "--distance", "1"),
        "--distance is for --at perturbed");
    refused(
        CommandRun.of("compare", w, w, "--spec", files.text("line.yaml"), "--at", "truth"),
        "--at needs a problem");
    refused(
        CommandRun.of("compare", problem, problem, "--checkpoint", "first"),
        "--checkpoint must be last, best or the number of a step, got 'first'");
  }

  @Test
  void scrubbingKeepsWhatItTells() throws Exception {
    Path out = folder.resolve("out");
    CommandRun run =
        CommandRun.of(
            "compare",
            "dln:widths=3x2x3,rank=1,n=60",
            "--at",
            "perturbed",
            "--scrub",
            "layers.0[1],layers.1",
            "--swaps",
            "3",
            "--json",
            "--out",
            out.toString());
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode data = CommandRun.parsed(run.out()).get("results").get(0);
    assertThat(data.get("sets")).hasSize(3);
    FloatBuffer d =
        ByteBuffer.wrap(Files.readAllBytes(out.resolve("scrub.zarr/train_difference/0.0.0")))
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    assertThat(d.remaining()).isEqualTo(3 * 3 * 60);
    double mean = 0;
    double size = 0;
    for (int i = 0; i < 180; i++) {
      mean += d.get(i) / 180.0;
      size += Math.abs(d.get(i)) / 180.0;
    }
    JsonNode first = data.get("sets").get(0);
    assertThat(first.get("mean").get("value").asDouble()).isCloseTo(mean, within(1e-5));
    assertThat(first.get("meanAbsolute").get("value").asDouble()).isCloseTo(size, within(1e-5));
    assertThat(out.resolve("scrub-train.svg")).exists();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--scrub layers.7 | layers.7",
        "--scrub layers.0[5] | places 0 to 1",
        "--scrub layers.0 --donors mine | --donors",
        "--scrub layers.0 --donors same | need a class",
        "--scrub layers.0 --ablate layers.1 | without --ablate",
        "--scrub layers.0 --swaps 0 | --swaps"
      })
  void whatCannotBeScrubbedIsSaidInALine(String words, String message) {
    CommandRun run = CommandRun.of(("compare dln:widths=3x2x3,rank=1,n=60 " + words).split(" "));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().strip()).contains(message).doesNotContain("\n");
  }
}

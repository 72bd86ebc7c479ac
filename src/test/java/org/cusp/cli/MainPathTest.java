package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.cusp.cli.CommandRun.done;
import static org.cusp.cli.CommandRun.join;
import static org.cusp.cli.CommandRun.json;
import static org.cusp.cli.CommandRun.lasting;
import static org.cusp.cli.CommandRun.names;
import static org.cusp.cli.CommandRun.parsed;
import static org.cusp.cli.CommandRun.shortLlc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.cusp.format.Safetensors;
import org.cusp.train.TrajectoryRow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From a spec file to a report, as a user goes: what is printed, and what it holds. */
class MainPathTest {
  private static final String PROBLEM = "dln:widths=2x2,n=20";

  @TempDir Path folder;
  private TinyNetwork tiny;

  @BeforeEach
  void writeNetwork() {
    tiny = TinyNetwork.in(folder);
  }

  private Path train() {
    done("train", tiny.text("net.yaml"), "--out", tiny.text("run"));
    return tiny.path("run");
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
    assertThat(names(report)).containsExactlyInAnyOrder("command", "files", "named", "stages");
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
                shortLlc(PROBLEM), "--seed", "5", "--gamma", "2", "--step", "1e-3", "--thin", "1"));
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
    assertThat(done(shortLlc(PROBLEM)).out()).contains("exact lambda 2 (m = 1)", "verdict: ");
    assertThat(done("--help").out()).contains("Usage: cusp", "llc", "report");
    assertThat(done().out()).contains("Usage: cusp");
  }

  private static Set<String> commands() {
    return Cusp.parse().commandSpec().subcommands().keySet();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItself(String command) {
    assertThat(done(command, "--help").out()).contains("Usage: cusp " + command);
  }

  @Test
  void exitCode3IsForWhatIsNotTrusted() {
    List<String> tooShort = shortLlc(PROBLEM);
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
}

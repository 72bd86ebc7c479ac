package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningCurveCommandTest {
  @TempDir Path folder;

  private static void refused(CommandRun run, String... says) {
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(says);
  }

  @Test
  void aProblemOverN() throws IOException {
    String out = folder.resolve("out").toString();
    String[] command = {
      "learning-curve",
      "tanh:hidden=1",
      "--n",
      "10,20",
      "--repeats",
      "2",
      "--methods",
      "map",
      "--out",
      out,
      "--json"
    };
    CommandRun run = CommandRun.of(command);
    assertThat(run.code()).isZero();
    JsonNode result = new ObjectMapper().readTree(run.out());
    assertThat(result.get("points")).hasSize(2);
    assertThat(result.get("theory").get(0).get("exact").get("lambda").asText()).isEqualTo("1/2");
    assertThat(folder.resolve("out/learning-curve.png")).isNotEmptyFile();
    assertThat(folder.resolve("out/learning-curve-scaled.svg")).isNotEmptyFile();
    Map<String, String> files = Disk.contents(folder);
    CommandRun again = CommandRun.of(command);
    assertThat(again.err()).contains("(stored)");
    assertThat(new ObjectMapper().readTree(again.out()).get("rows")).isEqualTo(result.get("rows"));
    assertThat(Disk.contents(folder).get("out/rows.json")).isEqualTo(files.get("out/rows.json"));
  }

  @Test
  void aNetworkOverWidth() {
    TinyNetwork tiny = TinyNetwork.in(folder);
    tiny.write(
        "net.yaml",
        TinyNetwork.SPEC
            + "learning-curve: {widths: [1, 2], repeats: 1, methods: [sgd], n: [6, 10]}\n");
    CommandRun run =
        CommandRun.of("learning-curve", tiny.text("net.yaml"), "--out", tiny.text("out"));
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("width").contains("accuracy").doesNotContain("G - S");
    assertThat(tiny.path("out/scaling-width-loss.png")).isNotEmptyFile();
    assertThat(tiny.path("out/learning-curve-training.png")).isNotEmptyFile();
  }

  @Test
  void wrongInput() {
    TinyNetwork tiny = TinyNetwork.in(folder);
    String out = tiny.text("out");
    refused(CommandRun.of("learning-curve", tiny.text("none.yaml")), "no such file");
    refused(CommandRun.of("learning-curve", tiny.text("net.yaml")), "learning-curve is missing");
    refused(CommandRun.of("learning-curve", "tanh:hidden=1", "--n", "10;20"), "--n must be whole");
    refused(CommandRun.of("learning-curve", "tanh:hidden=1", "--methods", "bayse"), "'bayes'");
    refused(
        CommandRun.of("learning-curve", "conjugate:dimension=2", "--widths", "3", "--out", out),
        "widths of a problem are values of its key hidden");
    tiny.write("net.yaml", TinyNetwork.SPEC + "learning-curve: {n: [60], methods: [sgd]}\n");
    refused(
        CommandRun.of("learning-curve", tiny.text("net.yaml"), "--out", out),
        "n (of the 10 training data) must be in [4, 10], got 60");
    tiny.write(
        "net.yaml",
        TinyNetwork.SPEC.replace(", test: 2", "") + "learning-curve: {methods: [sgd]}\n");
    refused(CommandRun.of("learning-curve", tiny.text("net.yaml"), "--out", out), "data.test");
    assertThat(tiny.path("out")).doesNotExist();
  }
}

package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cusp.cli.CommandRun.join;
import static org.cusp.cli.CommandRun.parsed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Free energies, influences, learning curves and reproductions as tasks of Spark: the numbers of
 * one process.
 */
class OnSparkInThisProcessTest {
  @TempDir private Path folder;

  /** Without what a clock says, and how it was asked for. */
  private JsonNode lasting(List<String> command, String out, String... more) {
    List<String> words =
        join(join(command, more), "--json", "--out", folder.resolve(out).toString());
    CommandRun run = CommandRun.of(words.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode document = parsed(run.out());
    document.findParents("seconds").forEach(node -> ((ObjectNode) node).remove("seconds"));
    document.findParents("provenance").forEach(node -> ((ObjectNode) node).remove("provenance"));
    return document;
  }

  private void requireSame(List<String> command) {
    JsonNode whole = lasting(command, "whole");
    assertThat(lasting(command, "tasks", "--on=spark", "--master=local[2]")).isEqualTo(whole);
    // Done by the tasks: nothing is left for this process.
    List<String> tasks = join(command, "--out", folder.resolve("tasks").toString());
    CommandRun plan = CommandRun.of(join(tasks, "--plan").toArray(String[]::new));
    int pieces = Integer.parseInt(plan.out().split(" ")[0]);
    assertThat(plan.out()).startsWith(pieces + " pieces, " + pieces + " done");
  }

  @Test
  void freeEnergies() {
    TinyNetwork tiny = TinyNetwork.in(folder);
    tiny.write("net.yaml", TinyNetwork.SPEC.replace("[0, 3, 6]", "[3, 6]"));
    CommandRun.done("train", tiny.text("net.yaml"), "--out", tiny.text("run"));
    requireSame(List.of("free-energy", tiny.text("run"), "--draws=20", "--chains=2", "--seed=3"));
  }

  @Test
  void influences() {
    TinyNetwork tiny = TinyNetwork.in(folder);
    CommandRun.done("train", tiny.text("net.yaml"), "--out", tiny.text("run"));
    List<String> command = List.of("influence", tiny.text("run"), "--draws=24", "--chains=2");
    requireSame(join(command, "--seed=3", "--checkpoints=all"));
  }

  @Test
  void learningCurves() {
    requireSame(
        List.of(
            "learning-curve",
            "conjugate:dimension=2",
            "--n=8,16",
            "--repeats=2",
            "--methods=sgd,map",
            "--seed=3"));
  }

  @Test
  void rowsOfReproductions() {
    requireSame(List.of("reproduce", "hoogland2023-questions/a-divergence", "--quick"));
  }

  @Test
  void aMasterThatIsNotThereIsOneLine() {
    CommandRun run =
        CommandRun.of(
            "learning-curve",
            "conjugate:dimension=2",
            "--n=8",
            "--out=" + folder.resolve("none"),
            "--on=spark",
            "--master=spark://127.0.0.1:1");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().strip().lines())
        .singleElement()
        .asString()
        .contains("no master of Spark answers there");
    assertThat(folder.resolve("none")).doesNotExist();
    TinyNetwork tiny = TinyNetwork.in(folder);
    CommandRun.done("train", tiny.text("net.yaml"), "--out", tiny.text("run"));
    CommandRun ofRun =
        CommandRun.of("llc", tiny.text("run"), "--on=spark", "--master=spark://127.0.0.1:1");
    assertThat(ofRun.code()).isEqualTo(2);
    assertThat(folder.resolve("run/llc")).doesNotExist();
  }
}

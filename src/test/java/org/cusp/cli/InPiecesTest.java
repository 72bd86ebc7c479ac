package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cusp.cli.CommandRun.join;
import static org.cusp.cli.CommandRun.parsed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Free energies, influences, learning curves and reproductions in shares: as one process has it.
 */
class InPiecesTest {
  @TempDir private Path folder;

  private static CommandRun run(List<String> command, String... more) {
    CommandRun run = CommandRun.of(join(command, more).toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  /** Without what a clock says, and how it was asked for. */
  private static JsonNode lasting(CommandRun run) {
    JsonNode document = parsed(run.out());
    document.findParents("seconds").forEach(node -> ((ObjectNode) node).remove("seconds"));
    document.findParents("provenance").forEach(node -> ((ObjectNode) node).remove("provenance"));
    return document;
  }

  /** All shares from the last to the first, then the command itself. */
  private JsonNode inShares(List<String> command, int count, int pieces) throws IOException {
    Path out = folder.resolve("shares-" + count);
    List<String> here = join(command, "--out", out.toString());
    assertThat(run(here, "--plan").out()).startsWith(pieces + " pieces, 0 done");
    for (int i = count; i > 1; i--) {
      run(here, "--shard", i + "/" + count);
    }
    JsonNode plan = parsed(planned(here).out());
    List<Boolean> done = new ArrayList<>();
    plan.get("pieces").forEach(piece -> done.add(piece.get("done").asBoolean()));
    for (int i = 0; i < pieces; i++) {
      assertThat(done.get(i)).isEqualTo(i % count != 0);
    }
    JsonNode joined = lasting(run(here, "--json"));
    try (Stream<Path> left = Files.walk(out)) {
      assertThat(left.filter(path -> path.getFileName().toString().equals("parts"))).isEmpty();
    }
    return joined;
  }

  private static CommandRun planned(List<String> command) {
    return run(command, "--plan", "--json");
  }

  private JsonNode inOneProcess(List<String> command) {
    return lasting(run(command, "--json", "--out", folder.resolve("whole").toString()));
  }

  @Test
  void freeEnergiesOfCheckpoints() throws IOException {
    TinyNetwork tiny = TinyNetwork.in(folder);
    tiny.write("net.yaml", TinyNetwork.SPEC.replace("[0, 3, 6]", "[3, 6]"));
    CommandRun.done("train", tiny.text("net.yaml"), "--out", tiny.text("run"));
    List<String> command =
        List.of("free-energy", tiny.text("run"), "--draws", "20", "--chains", "2", "--seed", "3");
    JsonNode whole = inOneProcess(command);
    assertThat(whole.get("results")).hasSize(2);
    assertThat(inShares(command, 2, 2)).isEqualTo(whole);
    // What is there is not computed again, with other settings it is.
    List<String> here = join(command, "--out", folder.resolve("whole").toString());
    Path kept = folder.resolve("whole/step-000003/free-energy.json");
    String before = Files.readString(kept);
    run(here);
    assertThat(Files.readString(kept)).isEqualTo(before);
    run(join(here, "--precision", "0.5"));
    assertThat(Files.readString(kept)).isNotEqualTo(before);
  }

  @Test
  void influencesOfCheckpoints() throws IOException {
    TinyNetwork tiny = TinyNetwork.in(folder);
    CommandRun.done("train", tiny.text("net.yaml"), "--out", tiny.text("run"));
    List<String> command =
        List.of(
            "influence",
            tiny.text("run"),
            "--checkpoints=all",
            "--draws=24",
            "--chains=2",
            "--seed=3");
    JsonNode whole = inOneProcess(command);
    assertThat(whole.get("results")).hasSize(3);
    assertThat(inShares(command, 2, 3)).isEqualTo(whole);
    for (String step : List.of("step-000000", "step-000003", "step-000006")) {
      String matrix = step + "/influence.zarr/influence/0.0";
      assertThat(folder.resolve("shares-2").resolve(matrix))
          .hasSameBinaryContentAs(folder.resolve("whole").resolve(matrix));
    }
    // What is there is not computed again; a page that was lost is made of it, with other settings
    // it is.
    List<String> here = join(command, "--out", folder.resolve("whole").toString());
    Path kept = folder.resolve("whole/step-000003/influence.json");
    Path page = kept.resolveSibling("report.html");
    String before = Files.readString(kept);
    String shown = Files.readString(page);
    Files.delete(page);
    run(here);
    assertThat(Files.readString(kept)).isEqualTo(before);
    assertThat(Files.readString(page)).isEqualTo(shown);
    run(join(here, "--top", "3"));
    assertThat(Files.readString(kept)).isNotEqualTo(before);
  }

  @Test
  void learningCurves() throws IOException {
    List<String> command =
        List.of(
            "learning-curve",
            "conjugate:dimension=2",
            "--n=8,16",
            "--repeats=2",
            "--methods=sgd,map",
            "--seed=3");
    JsonNode whole = inOneProcess(command);
    assertThat(whole.get("rows")).hasSize(8);
    assertThat(inShares(command, 3, 8)).isEqualTo(whole);
    List<String> elsewhere = join(command, "--out", folder.resolve("none").toString());
    assertThat(run(elsewhere, "--plan").out())
        .contains("repeat 1", "repeat 2")
        .doesNotContain("repeat 0");
  }

  @Test
  void rowsOfReproductions() throws IOException {
    List<String> command = List.of("reproduce", "hoogland2023-questions/a-divergence", "--quick");
    JsonNode whole = inOneProcess(command);
    int rows = whole.get("rows").size();
    assertThat(inShares(command, 2, rows)).isEqualTo(whole);
  }

  @Test
  void whatHasNoSharesIsSaid() {
    refused("pieces need a run directory or --out", "free-energy", "dln:widths=2x2,n=20", "--plan");
    refused(
        "a curve (--n) is one piece",
        "free-energy",
        "dln:widths=2x2,n=20",
        "--n",
        "10,20",
        "--plan");
    refused("of one reproduction at a time", "reproduce", "all", "--shard", "1/2");
    refused(
        "does not go with shares",
        "reproduce",
        "saxe2014-saddle-to-saddle",
        "--hours",
        "1",
        "--plan");
    refused("there is no share 3 of 2", "learning-curve", "tanh:hidden=1", "--shard", "3/2");
  }

  private static void refused(String why, String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.code()).as(run.out()).isEqualTo(2);
    assertThat(run.err().strip().lines()).singleElement().asString().contains(why);
  }
}

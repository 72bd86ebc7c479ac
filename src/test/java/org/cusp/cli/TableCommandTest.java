package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cusp.cli.CommandRun.done;
import static org.cusp.cli.CommandRun.join;
import static org.cusp.cli.CommandRun.parsed;
import static org.cusp.cli.CommandRun.shortLlc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.format.csv.Csv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many runs in one table. */
class TableCommandTest {
  private static final String PROBLEM = "conjugate:dimension=2,n=30";

  @TempDir private Path folder;

  private Path run(TinyNetwork tiny, int seed) {
    String name = "runs/seed-" + seed;
    tiny.write("net.yaml", TinyNetwork.SPEC.replace("seed: 7", "seed: " + seed));
    done("train", tiny.text("net.yaml"), "--out", tiny.text(name));
    done("llc", tiny.text(name));
    return tiny.path(name);
  }

  private static List<Map<String, String>> read(Path csv) throws IOException {
    List<List<String>> lines = Csv.rows(Files.readString(csv));
    List<Map<String, String>> rows = new ArrayList<>();
    for (List<String> line : lines.subList(1, lines.size())) {
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < line.size(); i++) {
        row.put(lines.get(0).get(i), line.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  private static void touch(Path file, long seconds) throws IOException {
    FileTime now = Files.getLastModifiedTime(file);
    Files.setLastModifiedTime(file, FileTime.fromMillis(now.toMillis() + 1000 * seconds));
  }

  @Test
  void aTableHasTheNumbersOfTheFilesWithTheirOrigin() throws IOException {
    TinyNetwork tiny = TinyNetwork.in(folder);
    run(tiny, 7);
    Path second = run(tiny, 8);
    Path csv = folder.resolve("all.csv");
    String said = done("table", tiny.text("runs"), "--out", csv.toString()).out();
    List<Map<String, String>> rows = read(csv);
    assertThat(said).contains(rows.size() + " estimates, from 6 results of 2 runs");
    JsonNode kept = parsed(Files.readString(second.resolve("llc/step-000003/estimate.json")));
    Map<String, String> row =
        rows.stream()
            .filter(it -> it.get("run").equals(second.toString()))
            .filter(it -> it.get("step").equals("3") && it.get("kind").equals("LLC"))
            .findFirst()
            .orElseThrow();
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("value", "/llc/value");
    expected.put("se", "/llc/se");
    expected.put("rhat", "/llc/rhat");
    expected.put("ess", "/llc/ess");
    expected.put("verdict", "/verdict/status");
    expected.put("n", "/n");
    expected.put("parameters", "/parameters");
    expected.put("n_beta", "/nBeta");
    expected.put("gamma", "/gamma");
    expected.put("sampler", "/sampler/name");
    expected.put("step_size", "/sampler/stepSize");
    expected.put("chains", "/sampler/chains");
    expected.put("batch", "/sampler/batch");
    expected.put("loss", "/measured/loss");
    expected.put("seconds", "/seconds");
    expected.put("gradients", "/gradientEvaluations");
    expected.put("version", "/provenance/versions/cusp");
    expected.put("revision", "/provenance/revision");
    expected.put("kernels", "/provenance/kernels");
    expected.put("processor", "/provenance/machine/processor");
    expected.put("time", "/provenance/time");
    expected.put("weights_sha256", "/inputs/weights");
    expected.forEach(
        (column, place) ->
            assertThat(row.get(column)).as(column).isEqualTo(kept.at(place).asText()));
    assertThat(row).containsEntry("spec_seed", "8").containsEntry("spec_train_batch", "5");
    assertThat(row.get("reasons")).contains(kept.at("/verdict/reasons/0").asText());
    String[] some = {"table", tiny.text("runs"), "--where", "spec_seed=8", "--where", "kind=LLC"};
    JsonNode chosen = parsed(done(join(List.of(some), "--json")).out());
    assertThat(chosen.at("/rows")).hasSize(3);
    assertThat(chosen.at("/rows/1/value").asText()).isEqualTo(row.get("value"));
    done(join(List.of(some), "--plot", "step,value", "--out", tiny.text("figures/some.db")));
    assertThat(folder.resolve("figures"))
        .isDirectoryContaining("glob:**/some.db")
        .isDirectoryContaining("glob:**/value-over-step.png")
        .isDirectoryContaining("glob:**/value-over-step.svg");
    // A pattern in quotes, and a folder that it holds as well.
    assertThat(done("table", tiny.text("runs/seed-*"), second.toString()).out())
        .contains("from 6 results of 2 runs");
  }

  @Test
  void whatCannotBeTakenIsNamedAndLeftOut() throws IOException {
    TinyNetwork tiny = TinyNetwork.in(folder);
    Path run = run(tiny, 7);
    Path checkpoints = run.resolve("checkpoints");
    Path damaged = run.resolve("llc/step-000000/estimate.json");
    String text = Files.readString(damaged);
    Files.writeString(damaged, text.substring(0, text.length() / 2));
    // Written again with the same weights, and with others.
    touch(checkpoints.resolve("step-000006.safetensors"), 5);
    Path changed = checkpoints.resolve("step-000003.safetensors");
    Path other = checkpoints.resolve("step-000006.safetensors");
    Files.copy(other, changed, StandardCopyOption.REPLACE_EXISTING);
    touch(changed, 5);
    Path unfinished = Files.createDirectories(run.resolve("influence/step-000006"));
    Files.writeString(unfinished.resolve("state.safetensors"), "half");
    CommandRun found = CommandRun.of("table", run.toString());
    assertThat(found.code()).isZero();
    assertThat(found.out()).contains("step 6", "from 1 result of 1 run").doesNotContain("step 3");
    assertThat(found.err().lines())
        .hasSize(3)
        .anyMatch(line -> line.startsWith("left out: " + damaged))
        .anyMatch(line -> line.contains("step-000003") && line.contains("is stale"))
        .anyMatch(line -> line.contains(unfinished + ": is not finished"));
    JsonNode json = parsed(done("table", run.toString(), "--json").out());
    assertThat(json.at("/leftOut")).hasSize(3);
  }

  @Test
  void wrongInputIsOneLineAndChangesNothing() throws IOException {
    TinyNetwork tiny = TinyNetwork.in(folder);
    Files.createDirectories(folder.resolve("empty"));
    done(join(shortLlc(PROBLEM), "--out", tiny.text("one")));
    Map<String, String> before = Disk.times(folder);
    refused("no kept results of llc, free-energy", "table", tiny.text("empty"));
    refused("no such file or folder", "table", tiny.text("none"));
    refused("nothing matches", "table", tiny.text("none-*"));
    refused("is not whole JSON", "table", tiny.text("net.yaml"));
    String one = tiny.text("one");
    refused("ends with .csv", "table", one, "--out", tiny.text("t.xls"));
    refused("did you mean 'kind'", "table", one, "--where", "kin=LLC");
    refused("none of ", "table", one, "--where", "kind=nothing");
    refused("two columns", "table", one, "--plot", "step");
    refused("no row has both", "table", one, "--plot", "width,value");
    refused("--by goes with --plot", "table", one, "--by", "run");
    refused("is not a folder", "table", one, "--out", tiny.text("net.yaml/t.csv"));
    assertThat(Disk.times(folder)).isEqualTo(before);
  }

  private static void refused(String why, String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).singleElement().asString().contains(why);
  }

  /** What each command keeps is read, whatever it leaves out where it does not know it. */
  @Test
  void resultsOfAllCommandsAreTaken() throws IOException {
    TinyNetwork tiny = TinyNetwork.in(folder);
    done("train", tiny.text("net.yaml"), "--out", tiny.text("run"));
    String network = tiny.text("run/checkpoints/step-000006.safetensors");
    for (String target : List.of(PROBLEM, network)) {
      String out = tiny.text("kept/" + (target.equals(network) ? "network" : "problem"));
      List<String> few = List.of("--draws", "20", "--chains", "4", "--seed", "3");
      done(with(few, "free-energy", target, "--out", out));
      done(with(few, "criteria", target, "--out", out));
      done("kl", target, "--out", out);
    }
    String out = tiny.text("kept/more");
    done("free-energy", PROBLEM, "--n", "10,20", "--draws", "20", "--out", out);
    CommandRun.of("learning-curve", PROBLEM, "--n", "10", "--methods", "map", "--out", out);
    done("compare", network, network, "--out", out);
    List<String> draws = List.of("--draws", "60", "--chains", "4", "--burn-in", "5");
    done(with(draws, "influence", network, "--out", out));
    done(with(draws, "susceptibility", network, "--components", "*", "--out", out));
    JsonNode all = parsed(done("table", tiny.text("kept"), "--json").out());
    assertThat(all.at("/leftOut")).isEmpty();
    List<String> commands = new ArrayList<>();
    all.at("/rows").forEach(row -> commands.add(row.get("command").asText()));
    assertThat(commands)
        .contains("free-energy", "criteria", "kl", "learning-curve", "compare", "influence")
        .contains("susceptibility");
    assertThat(all.at("/results").asInt()).isEqualTo(11);
    for (JsonNode row : all.at("/rows")) {
      if (row.get("command").asText().equals("learning-curve")) {
        assertThat(row.get("n").asInt()).isEqualTo(10);
        assertThat(row.get("method").asText()).isEqualTo("map");
      }
    }
  }

  private static List<String> with(List<String> options, String... command) {
    return join(List.of(command), options.toArray(String[]::new));
  }
}

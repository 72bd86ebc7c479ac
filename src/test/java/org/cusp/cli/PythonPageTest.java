package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.cusp.Numpy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/python.md tells people to type; each block where its modules are installed. */
class PythonPageTest {
  private static final Pattern BLOCK = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);
  private static final Pattern IMPORT = Pattern.compile("(?m)^import (\\w+)");

  /** Printed to nowhere, so that only what is asked for stands on standard output. */
  private static final String QUIET = "import builtins\nprint = lambda *all: None\n";

  @TempDir private Path folder;

  private static List<String> blocks() throws Exception {
    List<String> runnable = new ArrayList<>();
    for (String block :
        BLOCK
            .matcher(Files.readString(Path.of("docs/python.md")))
            .results()
            .map(it -> it.group(1))
            .toList()) {
      boolean there = true;
      for (MatchResult module : IMPORT.matcher(block).results().toList()) {
        there &= Numpy.has(module.group(1));
      }
      if (there) {
        runnable.add(block);
      }
    }
    return runnable;
  }

  private void keep(String... command) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(List.of("--draws", "60", "--chains", "2", "--out"));
    words.add(folder.resolve(command[0]).toString());
    CommandRun run = CommandRun.of(words.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void blocksRun() throws Exception {
    assumeThat(Numpy.has("xarray, zarr")).as("python3 -c 'import xarray, zarr'").isTrue();
    String problem = "dln:widths=3x2x3,rank=1,n=60";
    keep("llc", problem);
    keep("influence", problem);
    keep("susceptibility", problem, "--shift", "7");
    String end =
        "builtins.print(json.dumps(dict(llc=answer['llc']['value'], energy=energy.mean(),"
            + " most=most.tolist(), least=float(t.isel(query=5).min()),"
            + " first=float(t.isel(query=5, datum=most[0])), losses=losses.shape,"
            + " components=list(chi.component.values),"
            + " chi=chi.susceptibility.sel(component='layers.1').values.tolist())))\n";
    Path script = folder.resolve("page.py");
    Files.writeString(script, QUIET + String.join("\n", blocks()) + end);
    JsonNode found = Numpy.printedBy(script, folder);
    assertThat(found.get("energy").asDouble())
        .isCloseTo(found.get("llc").asDouble(), within(1e-10));
    assertThat(found.get("most")).hasSize(10);
    assertThat(found.get("first")).isEqualTo(found.get("least"));
    assertThat(found.get("losses").get(0).asInt()).isEqualTo(2);
    assertThat(found.get("components").toString()).isEqualTo("[\"layers.0\",\"layers.1\"]");
    assertThat(found.get("chi")).hasSize(7).allMatch(chi -> Double.isFinite(chi.asDouble()));
  }
}

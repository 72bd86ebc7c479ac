package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code cusp llc --by}. */
class LlcByTest {
  private static final String PROBLEM = "dln:widths=3x2x3,rank=1,n=60";

  @TempDir private Path folder;

  private static CommandRun llc(String... options) {
    List<String> words = new ArrayList<>(List.of("llc", PROBLEM, "--draws", "40", "--chains", "2"));
    words.addAll(List.of(options));
    return CommandRun.of(words.toArray(String[]::new));
  }

  private static JsonNode parsed(CommandRun run) {
    assertThat(run.code()).as(run.err()).isZero();
    return CommandRun.parsed(run.out());
  }

  /** The whole, then each component as {@code --only} has it, to the last bit. */
  @Test
  void componentsAreThoseOfOnly() {
    String out = folder.resolve("out").toString();
    JsonNode found = parsed(llc("--by", "component", "--json", "--out", out));
    JsonNode components = found.get("components");
    assertThat(components).hasSize(2);
    assertThat(found.get("results").get(0).get("llc")).isEqualTo(parsed(llc("--json")).get("llc"));
    for (JsonNode one : components) {
      String name = one.get("component").asText();
      JsonNode only = parsed(llc("--json", "--only", name));
      assertThat(one.get("results").get(0).get("llc")).as(name).isEqualTo(only.get("llc"));
      assertThat(one.get("results").get(0).get("parameters").asInt()).isEqualTo(6);
      assertThat(folder.resolve("out/components/" + name + "/estimate.json")).exists();
    }
  }

  @Test
  void peopleReadARowForEach() {
    CommandRun run = llc("--by", "layers.0,layers.1.weight");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("each with it alone free").containsPattern("layers\\.0 +6 ");
    assertThat(run.out()).containsPattern("layers\\.1\\.weight +6 ");
  }

  /** Before anything is sampled. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "layers.9;;nearest names: layers.0",
        "head;;no heads of attention",
        "class;;needs a class for each example",
        "position;;needs a network with outputs at several positions",
        "layers.0;--only=layers.1;--by components does not go with --only",
        "layers.0;--shard=1/2;--by components does not go with"
      })
  void partsThatAreNoneAreRefused(String by, String beside, String said) {
    CommandRun run = beside == null ? llc("--by", by) : llc("--by", by, beside);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(said).hasLineCount(1);
    assertThat(run.out()).doesNotContain("LLC");
  }
}

package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the first half of docs/checkpoints.md, its tutorial, typed one after the other on
 * small files of PyTorch.
 */
class TutorialTest {
  private static final Path PAGE = Path.of("docs/checkpoints.md");
  private static final Path FILES = Path.of("src/test/resources/org/cusp/cli/tutorial");
  private static final Path GPT2 =
      Path.of("src/test/resources/org/cusp/foreign/transformers/gpt2").toAbsolutePath();

  @TempDir Path folder;

  /** What a word of the page is here. */
  private String here(String word) {
    Map<String, Path> there = Map.of("gpt2", GPT2, "tokens.npy", GPT2.resolve("x.npy"));
    if (there.containsKey(word)) {
      return there.get(word).toString();
    }
    if (Files.exists(FILES.resolve(word))) {
      return FILES.resolve(word).toAbsolutePath().toString();
    }
    return List.of("my.yaml", "results", "onward").contains(word)
        ? folder.resolve(word).toString()
        : word;
  }

  private List<String> arguments(String line) {
    List<String> words = new ArrayList<>();
    for (String word : line.replace("'", "").split(" +")) {
      words.add(Arrays.stream(word.split(",")).map(this::here).collect(Collectors.joining(",")));
    }
    return words;
  }

  private static List<String> commands() throws IOException {
    return Files.readString(PAGE)
        .lines()
        .takeWhile(line -> !line.equals("## What Cusp opens"))
        .filter(line -> line.startsWith("    ./cusp "))
        .map(line -> line.substring("    ./cusp ".length()))
        .toList();
  }

  @Test
  void everyCommandDoesWhatThePageSays() throws IOException {
    List<String> lines = commands();
    assertThat(lines).hasSizeGreaterThan(9);
    for (String line : lines) {
      String[] parts = line.split(" > ");
      List<String> words = arguments(parts[0]);
      boolean samples = words.get(0).equals("llc") && !words.contains("--preview");
      if (samples) {
        words.addAll(List.of("--draws", "20", "--burn-in", "10", "--chains", "2"));
        words.addAll(List.of("--threads", "1"));
      }
      CommandRun run = CommandRun.of(words.toArray(String[]::new));
      assertThat(run.code()).as(line + ": " + run.err()).isZero();
      if (parts.length > 1) {
        Files.writeString(Path.of(here(parts[1].strip())), run.out());
      }
      if (samples) {
        assertThat(run.out()).as(line).contains("LLC", "verdict");
      }
    }
    assertThat(folder.resolve("results/estimate.json")).exists();
  }

  /** PyTorch's float32 outputs, and the loss before the draws. */
  @Test
  void theFunctionIsThatOfPyTorch() throws IOException {
    CommandRun run =
        CommandRun.of(
            arguments("open model.pt --data x.npy,y.npy --expect logits.npy --json")
                .toArray(String[]::new));
    JsonNode opened = new ObjectMapper().readTree(run.out());
    assertThat(opened.get("largestDifference").asDouble()).isBetween(1e-9, 2e-6);
    assertThat(opened.get("architecture").asText()).isEqualTo("mlp 2-3-3");
    assertThat(opened.get("evaluation").get("activation").asText()).isEqualTo("tanh");
    assertThat(opened.get("accuracy").asDouble()).isEqualTo(139 / 150.0);
  }
}

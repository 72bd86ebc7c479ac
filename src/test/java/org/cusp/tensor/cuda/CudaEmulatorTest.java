package org.cusp.tensor.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The provider for NVIDIA cards on an emulated one, with its own bindings, in another process. */
class CudaEmulatorTest {
  private static final String COMMANDS = "org.cusp.cli.CommandLines";

  @TempDir static Path folder;
  private static Emulator emulator;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    emulator = Emulator.in(folder);
  }

  @Test
  void everyKernelGivesTheBitsOfTheSimdKernels() throws IOException, InterruptedException {
    Emulator.Ended parity =
        emulator.java(Map.of(), CudaParity.class.getName(), "cuda", "7", "small");
    assertThat(parity.out()).contains("cuda (emulated card)", "parity holds");
    assertThat(parity.code()).isZero();
  }

  /** Metropolis steps on all data, minibatches, tempering: the same answers as on the CPU. */
  @Test
  void commandsGiveTheAnswersOfTheSimdKernels() throws IOException, InterruptedException {
    List<String> llc =
        List.of("llc", "dln:widths=3x2x3,rank=1,n=100", "--chains", "2", "--draws", "20");
    List<List<String>> commands =
        List.of(
            with(llc, "--sampler", "hmc"),
            with(llc, "--sampler", "sghmc", "--batch", "20"),
            with(llc, "--sampler", "split-hmc"),
            List.of("free-energy", "conjugate:dimension=2,n=50", "--draws", "40"));
    List<String> line = new ArrayList<>();
    for (List<String> command : commands) {
      for (String kernels : new String[] {"simd", "cuda"}) {
        if (!line.isEmpty()) {
          line.add("--");
        }
        line.addAll(with(command, "--seed", "3", "--json", "--kernels", kernels));
      }
    }
    Emulator.Ended ended = emulator.java(Map.of(), COMMANDS, line.toArray(String[]::new));
    List<JsonNode> results = documents(ended.out());
    assertThat(results).as(ended.out()).hasSize(2 * commands.size());
    for (int i = 0; i < results.size(); i += 2) {
      String name = commands.get(i / 2).get(0).equals("llc") ? "llc" : "freeEnergy";
      JsonNode expected = results.get(i).get(name);
      JsonNode found = results.get(i + 1).get(name);
      // The first roundings part the chains of a Metropolis sampler: two estimates of one number.
      double error = Math.hypot(expected.get("se").asDouble(), found.get("se").asDouble());
      assertThat(found.get("value").asDouble())
          .as("%s", commands.get(i / 2))
          .isCloseTo(expected.get("value").asDouble(), within(4 * error));
    }
  }

  /** Launches as the emulated card notes them. */
  @Test
  void aStepIsReplayedWithoutCopyOrAllocation() throws IOException, InterruptedException {
    Path log = folder.resolve("launches.txt");
    String[] llc = {
      "llc",
      "dln:widths=3x2x3,rank=1,n=100",
      "--kernels",
      "cuda",
      "--seed",
      "1",
      "--chains",
      "2",
      "--draws",
      "10",
      "--sampler",
      "sgld",
      "--batch",
      "20"
    };
    Emulator.Ended ended =
        emulator.java(Map.of("CUSP_EMULATOR_LOG", log.toString()), COMMANDS, llc);
    assertThat(ended.out()).contains("exit 0");
    List<String> calls = Files.readAllLines(log);
    assertThat(calls.stream().filter("replay"::equals).count()).isGreaterThan(100);
    assertThat(calls)
        .contains("captured product", "captured launch cusp_update")
        .doesNotContain("captured allocate", "captured copy to host", "captured copy to device");
  }

  private static List<String> with(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }

  private static List<JsonNode> documents(String out) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    for (String part : out.split("exit \\d+\n")) {
      int start = part.indexOf("{\n");
      if (start >= 0) {
        found.add(new ObjectMapper().readTree(part.substring(start)));
      }
    }
    return found;
  }

  @Test
  void aMissingCardAndTooLittleMemoryAreOneLine() throws IOException, InterruptedException {
    String[] llc = {"llc", "dln:widths=3x2x3,rank=1,n=100", "--kernels", "cuda", "--seed", "1"};
    Emulator.Ended none = emulator.java(Map.of("CUSP_EMULATOR_CARDS", "0"), COMMANDS, llc);
    assertThat(none.out()).contains("the driver finds no NVIDIA card", "exit 2");
    Emulator.Ended little =
        emulator.java(
            Map.of("CUSP_EMULATOR_MEMORY", String.valueOf((32 << 20) + 30_000)),
            COMMANDS,
            with(List.of(llc), "--chains", "64", "--sampler", "sgld").toArray(String[]::new));
    assertThat(little.out()).contains("the memory of the GPU is full", "exit 2");
  }
}

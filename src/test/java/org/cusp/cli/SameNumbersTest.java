package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cusp.cli.CommandRun.done;
import static org.cusp.cli.CommandRun.join;
import static org.cusp.cli.CommandRun.json;
import static org.cusp.cli.CommandRun.lasting;
import static org.cusp.cli.CommandRun.shortLlc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cusp.run.DrawsFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same command gives the same numbers, on any number of threads and chains. */
class SameNumbersTest {
  private static final String PROBLEM = "dln:widths=2x2,n=20";

  @TempDir Path folder;
  private TinyNetwork tiny;

  @BeforeEach
  void writeNetwork() {
    tiny = TinyNetwork.in(folder);
  }

  @Test
  void threadsDoNotChangeAnything() throws IOException {
    done("train", tiny.text("net.yaml"), "--out", tiny.text("one"), "--threads", "1");
    done("train", tiny.text("net.yaml"), "--out", tiny.text("two"), "--threads", "2");
    assertThat(Disk.contents(tiny.path("two/checkpoints")))
        .isEqualTo(Disk.contents(tiny.path("one/checkpoints")));
    JsonNode one = json("llc", tiny.text("one"), "--threads", "1");
    JsonNode two = json("llc", tiny.text("two"), "--threads", "2");
    for (int i = 0; i < 3; i++) {
      ObjectNode left = (ObjectNode) lasting(one.get("results").get(i));
      ObjectNode right = (ObjectNode) lasting(two.get("results").get(i));
      assertThat(right.put("target", "")).isEqualTo(left.put("target", ""));
    }
    assertThat(tiny.path("two/llc/step-000006/draws.npz"))
        .hasSameBinaryContentAs(tiny.path("one/llc/step-000006/draws.npz"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"simd", "nd4j"})
  void theSameCommandGivesTheSameNumbers(String kernels) throws IOException {
    List<String> command = join(shortLlc(PROBLEM), "--kernels", kernels, "--step", "1e-3");
    JsonNode first = json(join(command, "--out", tiny.text("a")));
    JsonNode second = json(join(command, "--out", tiny.text("b")));
    assertThat(lasting(second)).isEqualTo(lasting(first));
    assertThat(tiny.path("b/draws.npz")).hasSameBinaryContentAs(tiny.path("a/draws.npz"));
    JsonNode other = json(join(command, "--seed", "2"));
    assertThat(other.get("llc")).isNotEqualTo(first.get("llc"));
  }

  @Test
  void chainsDoNotDependOnHowManyRun() {
    List<String> command =
        List.of(
            "llc",
            PROBLEM,
            "--sampler",
            "sgld",
            "--step",
            "1e-3",
            "--draws",
            "9",
            "--burn-in",
            "2",
            "--batch",
            "4");
    done(join(command, "--chains", "2", "--out", tiny.text("two")));
    done(join(command, "--chains", "5", "--out", tiny.text("five")));
    DrawsFile two = DrawsFile.read(tiny.path("two/draws.npz"));
    DrawsFile five = DrawsFile.read(tiny.path("five/draws.npz"));
    assertThat(five.deltaLoss()).hasNumberOfRows(5);
    assertThat(two.deltaLoss()).isDeepEqualTo(Arrays.copyOf(five.deltaLoss(), 2));
    assertThat(two.squaredDistance()).isDeepEqualTo(Arrays.copyOf(five.squaredDistance(), 2));
    assertThat(five.deltaLoss()[0]).isNotEqualTo(five.deltaLoss()[1]);
  }

  @Test
  void seedOfTheCommandReplacesThatOfTheSpec() {
    done("train", tiny.text("net.yaml"), "--out", tiny.text("seven"));
    done("train", tiny.text("net.yaml"), "--out", tiny.text("eight"), "--seed", "8");
    tiny.write("net.yaml", TinyNetwork.SPEC.replace("seed: 7", "seed: 8"));
    done("train", tiny.text("net.yaml"), "--out", tiny.text("same"));
    assertThat(Disk.contents(tiny.path("eight/checkpoints")))
        .isEqualTo(Disk.contents(tiny.path("same/checkpoints")))
        .isNotEqualTo(Disk.contents(tiny.path("seven/checkpoints")));
    tiny.write("net.yaml", TinyNetwork.SPEC.replace("seed: 7\n", ""));
    done("train", tiny.text("net.yaml"), "--out", tiny.text("none"), "--seed", "8");
    assertThat(Disk.times(tiny.path("none/checkpoints")).keySet()).hasSize(4);
    assertThat(json("llc", tiny.text("none")).get("results"))
        .allMatch(result -> result.get("sampler").get("seed").asInt() == 8);
  }
}

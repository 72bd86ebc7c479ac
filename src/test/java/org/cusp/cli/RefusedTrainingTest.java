package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that may not go on leaves the run as it was, to the byte. */
class RefusedTrainingTest {
  @TempDir Path folder;

  private CommandRun train(TinyNetwork tiny, String... more) {
    String[] words = {"train", tiny.text("net.yaml"), "--out", tiny.text("run")};
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return CommandRun.of(all);
  }

  private void isRefused(TinyNetwork tiny, String says, String... more) {
    Map<String, String> before = Disk.contents(folder);
    CommandRun refused = train(tiny, more);
    assertThat(refused.code()).isEqualTo(Cusp.WRONG_INPUT);
    assertThat(refused.err()).contains(says);
    assertThat(Disk.contents(folder)).isEqualTo(before);
  }

  /** The spec itself is a new text each time, which must not reach the run. */
  @Test
  void otherDataSettingsAndKernels() {
    TinyNetwork tiny = TinyNetwork.in(folder);
    assertThat(train(tiny).code()).isZero();
    tiny.write("net.yaml", "# other words\n" + TinyNetwork.SPEC);
    tiny.write("points.csv", TinyNetwork.points().replace("0.3", "0.4"));
    isRefused(tiny, "data are not those of the run");
    tiny.write("points.csv", TinyNetwork.points());
    tiny.write(
        "net.yaml", "# other\n" + TinyNetwork.SPEC.replace("batch: 5, steps", "batch: 4, steps"));
    isRefused(tiny, "batch");
    tiny.write("net.yaml", "# other\n" + TinyNetwork.SPEC);
    isRefused(tiny, "seed", "--seed", "8");
    // What is gone is made again, but not by other arithmetic.
    assertThat(tiny.path("run/checkpoints/step-000006.safetensors").toFile().delete()).isTrue();
    isRefused(tiny, "was trained with kernels", "--kernels", "nd4j");
    assertThat(train(tiny).code()).isZero();
    assertThat(tiny.path("run/spec.yaml")).content().startsWith("# other\n");
  }

  /** What samples and never trains may change between two calls of a training that is done. */
  @Test
  void aCompleteRunTakesTheNewSettingsOfItsEstimates() {
    TinyNetwork tiny = TinyNetwork.in(folder);
    assertThat(train(tiny).code()).isZero();
    tiny.write("net.yaml", TinyNetwork.SPEC.replace("draws: 12", "draws: 16"));
    assertThat(train(tiny).code()).isZero();
    assertThat(tiny.path("run/spec.yaml")).content().contains("draws: 16");
  }
}

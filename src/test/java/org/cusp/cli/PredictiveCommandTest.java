package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictiveCommandTest {
  private static final String PROBLEM = "dln:widths=3x2x3,rank=1,n=60";

  @TempDir private Path folder;

  private Path out;

  @BeforeEach
  void place() {
    out = folder.resolve("out");
  }

  @Test
  void filesHoldWhatIsTold() throws Exception {
    String words = "predictive " + PROBLEM + " --test 20 --chains 4 --draws 60 --json --out " + out;
    CommandRun run = CommandRun.of(words.split(" "));
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode result = CommandRun.parsed(run.out());
    assertThat(result.get("results")).hasSize(2);
    JsonNode test = result.get("results").get(1);
    assertThat(test.get("items").asInt()).isEqualTo(20);
    DoubleBuffer losses =
        ByteBuffer.wrap(Files.readAllBytes(out.resolve("predictive.zarr/test_log_loss/0")))
            .order(ByteOrder.LITTLE_ENDIAN)
            .asDoubleBuffer();
    assertThat(losses.remaining()).isEqualTo(20);
    double mean = 0;
    for (int i = 0; i < 20; i++) {
      mean += losses.get(i) / 20;
    }
    JsonNode log = test.get("measures").get(0);
    assertThat(log.get("predictive").get("value").asDouble()).isCloseTo(mean, within(1e-9));
    // Jensen: a mean of densities is better than the densities of the draws on the mean.
    assertThat(mean).isLessThan(test.get("gibbs").get("value").asDouble());
    assertThat(out.resolve("reliability-test.svg")).exists();
    assertThat(out.resolve("predictive.json")).exists();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--test nosuch.npz | nosuch.npz",
        "--only layers.7 | layers.7",
        "--draws 3 | --draws"
      })
  void whatCannotBeIsSaidInALine(String words, String message) {
    String[] typed = ("predictive " + PROBLEM + " " + words + " --out " + out).split(" ");
    CommandRun run = CommandRun.of(typed);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().strip()).contains(message).doesNotContain("\n");
    assertThat(out.resolve("predictive.json")).doesNotExist();
  }
}

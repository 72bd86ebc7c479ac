package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CovarianceCommandTest {
  private static final String PROBLEM = "dln:widths=3x2x3,rank=1,n=60";

  @TempDir private Path folder;

  private Path out;

  @BeforeEach
  void place() {
    out = folder.resolve("out");
  }

  @Test
  void filesHoldWhatIsTold() throws Exception {
    String words = "covariance " + PROBLEM + " --chains 4 --draws 60 --json --out " + out;
    CommandRun run = CommandRun.of(words.split(" "));
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode result = CommandRun.parsed(run.out());
    assertThat(result.get("components")).hasSize(2);
    assertThat(result.get("between")).hasSize(1);
    FloatBuffer covariance =
        ByteBuffer.wrap(Files.readAllBytes(out.resolve("covariance.zarr/covariance/0.0")))
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    assertThat(covariance.remaining()).isEqualTo(144);
    double trace = 0;
    for (int i = 0; i < 12; i++) {
      trace += covariance.get(13 * i);
    }
    assertThat(result.get("whole").get("trace").get("value").asDouble())
        .isCloseTo(trace, within(1e-5));
    double sum = 0;
    for (JsonNode eigenvalue : result.get("whole").get("eigenvalues")) {
      sum += eigenvalue.get("value").get("value").asDouble();
    }
    assertThat(sum).isCloseTo(trace, within(1e-5));
    assertThat(out.resolve("covariance-spectrum.svg")).exists();
    assertThat(out.resolve("covariance.json")).exists();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"--components layers.7 | layers.7", "--draws 8 | draws from which covariances"})
  void whatCannotBeIsSaidInALine(String words, String message) {
    String[] typed = ("covariance " + PROBLEM + " " + words + " --out " + out).split(" ");
    CommandRun run = CommandRun.of(typed);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().strip()).contains(message).doesNotContain("\n");
    assertThat(out.resolve("covariance.json")).doesNotExist();
  }
}

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

class SusceptibilityCommandTest {
  private static final String PROBLEM = "dln:widths=3x2x3,rank=1,n=60";

  @TempDir private Path folder;

  private Path out;

  @BeforeEach
  void place() {
    out = folder.resolve("out");
  }

  @Test
  void filesHoldWhatIsTold() throws Exception {
    CommandRun run =
        CommandRun.of(
            "susceptibility",
            PROBLEM,
            "--shift",
            "7",
            "--chains",
            "4",
            "--draws",
            "150",
            "--json",
            "--out",
            out.toString());
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode result = CommandRun.parsed(run.out());
    assertThat(result.get("components")).hasSize(2);
    assertThat(result.get("shiftData").asInt()).isEqualTo(7);
    assertThat(result.get("discoveries").get("entries").asInt()).isEqualTo(14);
    Path zarr = out.resolve("susceptibility.zarr");
    FloatBuffer chi =
        ByteBuffer.wrap(Files.readAllBytes(zarr.resolve("susceptibility/0.0")))
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    assertThat(chi.remaining()).isEqualTo(14);
    for (int c = 0; c < 2; c++) {
      JsonNode one = result.get("components").get(c);
      double mean = 0;
      for (int z = 0; z < 7; z++) {
        mean += chi.get(7 * c + z) / 7;
      }
      assertThat(one.get("shifted").get("value").asDouble())
          .isCloseTo(mean, within(1e-3 * one.get("shifted").get("se").asDouble()));
      for (JsonNode row : one.get("expressed")) {
        assertThat(row.get("susceptibility").asDouble())
            .isNegative()
            .isCloseTo(chi.get(7 * c + row.get("datum").asInt()), within(1e-6));
      }
    }
    assertThat(zarr.resolve("control/0.0")).exists();
    assertThat(Files.readString(zarr.resolve(".zattrs"))).contains("layers.0");
  }

  @Test
  void peopleReadWhatStandsOut() {
    CommandRun run =
        CommandRun.of(
            "susceptibility",
            PROBLEM,
            "--components",
            "layers.1",
            "--chains",
            "4",
            "--draws",
            "100");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("susceptibility of 1 components to 60 data")
        .contains("layers.1")
        .contains("stand out")
        .contains("verdict: ");
  }

  @Test
  void weightsArePrintedAndKept() throws Exception {
    CommandRun run =
        CommandRun.of(
            ("susceptibility "
                    + PROBLEM
                    + " --form whole --pattern layers.0=0.5 --chains 2 --draws 80 --json --out "
                    + out)
                .split(" "));
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode result = CommandRun.parsed(run.out());
    JsonNode pattern = result.get("pattern");
    assertThat(result.get("form").asText()).isEqualTo("whole");
    assertThat(pattern.get("components")).hasSize(2);
    assertThat(pattern.get("components").get(0).get("wanted").asDouble()).isEqualTo(0.5);
    FloatBuffer weights =
        ByteBuffer.wrap(Files.readAllBytes(out.resolve("susceptibility.zarr/pattern_weights/0")))
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    double size = 0;
    for (int z = 0; z < 60; z++) {
      size += Math.abs(weights.get(z));
    }
    assertThat(size).isCloseTo(pattern.get("size").asDouble(), within(1e-4 + 1e-4 * size));
    assertThat(Files.readString(out.resolve("report.html"))).contains("Response matrix");
    for (String figure : new String[] {"response", "singular-values"}) {
      assertThat(out.resolve(figure + ".svg")).isNotEmptyFile();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--components layers.7 | layers.7",
        "--components layers.0,, | empty",
        "--shift test | --shift test",
        "--shift nosuch.npz | nosuch.npz",
        "--of 60 | rows from 0 to 59",
        "--form all | --form must be component or whole",
        "--pattern layers.7=1 | did you mean 'layers.0'",
        "--pattern layers.0 | must be COMPONENT=CHANGE",
        "--pattern layers.0=0 | must be COMPONENT=CHANGE",
        "--pattern layers.0=1,layers.1=much | --pattern layers.1=much",
        "--fdr 0 | --fdr must be in (0, 1)",
        "--top 0 | --top",
        "--draws 8 | draws from which covariances can be told"
      })
  void whatCannotBeIsSaidInALine(String words, String message) {
    String[] typed = ("susceptibility " + PROBLEM + " " + words + " --out " + out).split(" ");
    CommandRun run = CommandRun.of(typed);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().strip()).contains(message).doesNotContain("\n");
    assertThat(out.resolve("susceptibility.json")).doesNotExist();
    assertThat(out.resolve("susceptibility.zarr")).doesNotExist();
  }
}

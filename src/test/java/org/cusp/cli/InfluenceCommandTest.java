package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfluenceCommandTest {
  private static final String PROBLEM = "conjugate:dimension=3,n=40";

  @TempDir private Path folder;

  private Path out;

  @BeforeEach
  void place() {
    out = folder.resolve("out");
  }

  private CommandRun run(String... more) {
    List<String> words =
        new ArrayList<>(List.of("influence", PROBLEM, "--chains", "4", "--draws", "200"));
    words.addAll(List.of(more));
    return CommandRun.of(words.toArray(String[]::new));
  }

  private static float[] numbers(Path chunk) throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(chunk)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  /** The matrix, the draws in the files and the lists agree: covariances are taken again. */
  @Test
  void filesHoldWhatIsTold() throws Exception {
    CommandRun run = run("--queries", "7", "--json", "--out", out.toString());
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode result = CommandRun.parsed(run.out());
    assertThat(result.get("command").asText()).isEqualTo("influence");
    assertThat(result.get("n").asInt()).isEqualTo(40);
    assertThat(result.get("queries").asInt()).isEqualTo(7);
    assertThat(result.get("discoveries").get("entries").asInt()).isEqualTo(280);
    Path zarr = out.resolve("influence.zarr");
    float[] influence = numbers(zarr.resolve("influence/0.0"));
    float[] se = numbers(zarr.resolve("se/0.0"));
    assertThat(influence).hasSize(280);
    JsonNode shape =
        CommandRun.parsed(Files.readString(zarr.resolve("loss_difference/.zarray"))).get("shape");
    int draws = shape.get(1).asInt();
    double[] data = column(zarr, "loss_difference", draws, 40, 11);
    double[] query = column(zarr, "query_loss_difference", draws, 7, 5);
    double mean = 0;
    for (int i = 0; i < data.length; i++) {
      mean += (data[i] - average(data)) * (query[i] - average(query)) / data.length;
    }
    // Batches leave out a few draws at the start of each chain.
    assertThat(-influence[11 * 7 + 5]).isCloseTo((float) mean, within(0.2f * se[11 * 7 + 5]));
    for (JsonNode one : result.get("strongest")) {
      for (JsonNode row : one.get("helpful")) {
        int place = row.get("datum").asInt() * 7 + one.get("query").asInt();
        assertThat(row.get("influence").asDouble())
            .isNegative()
            .isCloseTo(influence[place], within(1e-5));
        assertThat(row.get("se").asDouble()).isCloseTo(se[place], within(1e-5));
        assertThat(row.get("leftOut").asDouble())
            .isCloseTo(-result.get("nBeta").asDouble() / 40 * influence[place], within(1e-5));
      }
    }
    assertThat(Files.readString(out.resolve("report.html"))).contains("Query by query");
    assertThat(Files.readString(out.resolve("influence.json"))).contains("\"measured\"");
  }

  private static double average(double[] x) {
    return java.util.Arrays.stream(x).average().orElseThrow();
  }

  private static double[] column(Path zarr, String name, int draws, int width, int column)
      throws Exception {
    double[] values = new double[4 * draws];
    for (int chain = 0; chain < 4; chain++) {
      float[] all = numbers(zarr.resolve(name + "/" + chain + ".0.0"));
      for (int draw = 0; draw < draws; draw++) {
        values[chain * draws + draw] = all[draw * width + column];
      }
    }
    return values;
  }

  @Test
  void rowsThatAreAskedForAreToldInTheirOrder() {
    CommandRun run = run("--of", "3,17,5-6", "--json");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode told = CommandRun.parsed(run.out()).get("strongest");
    assertThat(told).hasSize(4);
    assertThat(told.get(1).get("datum").asInt()).isEqualTo(17);
    for (JsonNode query : told) {
      for (JsonNode row : query.get("helpful")) {
        assertThat(row.get("datum").asInt()).isNotEqualTo(query.get("datum").asInt());
      }
    }
  }

  @Test
  void peopleReadWhatStandsOut() {
    CommandRun run = run();
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("influence of 40 data on 40 losses")
        .contains("stand out")
        .contains("control, draws that know nothing of each other")
        .contains("verdict: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conjugate:dimension=3,n=40 --queries test | holds no data out",
        "conjugate:dimension=3,n=40 --queries nosuch.npz | nosuch.npz",
        "conjugate:dimension=3,n=40 --of 40 | rows from 0 to 39",
        "conjugate:dimension=3,n=40 --of x | numbers and ranges",
        "conjugate:dimension=3,n=40 --fdr 1 | --fdr must be in (0, 1)",
        "conjugate:dimension=3,n=40 --top 0 | --top",
        "conjugate:dimension=3,n=40 --checkpoints 7 | has no checkpoint of that step",
        "conjugate:dimension=3,n=40 --checkpoints first | last, all, or steps joined by commas",
        "conjugate:dimension=3,n=40000 | choose queries by --of",
        "conjugate:dimension=3,n=40 --draws 8 | draws from which covariances can be told"
      })
  void whatCannotBeIsSaidInALine(String words, String message) {
    String[] typed = ("influence " + words + " --out " + out).split(" ");
    CommandRun run = CommandRun.of(typed);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().strip()).contains(message).doesNotContain("\n");
    assertThat(out.resolve("influence.json")).doesNotExist();
    assertThat(out.resolve("influence.zarr")).doesNotExist();
  }
}

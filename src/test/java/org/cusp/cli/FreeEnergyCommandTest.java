package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Free energies on the command line, against the evidence of conjugate regression. */
class FreeEnergyCommandTest {
  @TempDir private Path folder;

  private static JsonNode json(String... arguments) throws Exception {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.code()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  /**
   * The log evidence -123.56143404 was computed independently. Within 4 standard errors: a false
   * alarm in 15 000 seeds; the number of draws is fixed, so that the result is always the same.
   */
  @Test
  void conjugateEvidenceInJsonWithItsFigure() throws Exception {
    JsonNode node =
        json(
            "free-energy",
            "conjugate:dimension=3,n=100",
            "--draws=400",
            "--json",
            "--out",
            folder.toString());
    double value = node.get("freeEnergy").get("value").asDouble();
    double se = node.get("freeEnergy").get("se").asDouble();
    assertThat(se).isBetween(0.02, 0.1);
    assertThat(value).isCloseTo(123.56143404, within(4 * se));
    assertThat(node.get("freeEnergy").get("ci95").get(1).asDouble())
        .isCloseTo(value + 1.959964 * se, within(1e-5));
    assertThat(node.get("exact").get("freeEnergy").asDouble())
        .isCloseTo(123.56143404, within(1e-6));
    assertThat(node.get("excess").get("value").asDouble())
        .isCloseTo(value - 100 * node.get("lossAtReference").asDouble(), within(1e-9));
    for (String other : new String[] {"steppingStone", "thermodynamicIntegration"}) {
      JsonNode beside = node.get("others").get(other);
      assertThat(beside.get("value").asDouble())
          .isCloseTo(123.56143404, within(4 * beside.get("se").asDouble()));
    }
    assertThat(node.get("prior").get("kind").asText()).isEqualTo("global");
    assertThat(node.get("verdict").get("status").asText()).isEqualTo("trusted");
    assertThat(folder.resolve("free-energy.json")).content().contains("\"freeEnergy\"");
    assertThat(folder.resolve("free-energy.svg")).content().contains("MBAR");
    assertThat(folder.resolve("free-energy.png")).isNotEmptyFile();
  }

  @Test
  void localFreeEnergyAsText() {
    CommandRun run =
        CommandRun.of("free-energy", "conjugate:dimension=3,n=100", "--gamma=4", "--draws=100");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("local: prior N(w*, 1/gamma) for each, gamma = 4.000")
        .contains("a difference of F is a log Bayes factor")
        .contains("stepping stone")
        .containsPattern("exact F = \\d+\\.\\d+")
        .contains("exact lambda 3/2");
  }

  @Test
  void curveWithItsFit() throws Exception {
    JsonNode node =
        json(
            "free-energy",
            "normal-mean:powers=2,n=100",
            "--n=200,50,100,400",
            "--data-sets=2",
            "--draws=60",
            "--json",
            "--out",
            folder.toString());
    assertThat(node.get("points")).hasSize(4);
    assertThat(node.get("points").get(0).get("n").asInt()).isEqualTo(50);
    assertThat(node.get("dataSets").asInt()).isEqualTo(2);
    assertThat(node.get("points").get(3).get("sets")).hasSize(2);
    assertThat(node.get("fit").get("mIsGiven").asBoolean()).isTrue();
    assertThat(node.get("freeFit").get("mIsGiven").asBoolean()).isFalse();
    JsonNode sampled = node.get("fit").get("lambda");
    JsonNode exact = node.get("exactFit").get("lambda");
    // The same data: they differ by sampling errors of about 0.1 nats over a range of log 8.
    assertThat(sampled.get("value").asDouble())
        .isCloseTo(exact.get("value").asDouble(), within(0.25));
    assertThat(node.get("exact").get("lambda").asText()).isEqualTo("1/4");
    assertThat(folder.resolve("free-energy-curve.svg")).content().contains("residual");
  }

  /** Nested subsamples of the data of a checkpoint. */
  @Test
  void curveOfACheckpoint() throws Exception {
    TinyNetwork tiny = TinyNetwork.in(folder);
    Path run = folder.resolve("run");
    assertThat(
            CommandRun.of("train", tiny.path("net.yaml").toString(), "--out", run.toString())
                .code())
        .isZero();
    String checkpoint = run.resolve("checkpoints/step-000006.safetensors").toString();
    JsonNode node =
        json("free-energy", checkpoint, "--n=5,10", "--data-sets=2", "--draws=40", "--json");
    assertThat(node.get("prior").get("kind").asText()).isEqualTo("local");
    assertThat(node.get("data").asText()).startsWith("nested subsamples");
    assertThat(node.get("cautions").toString()).contains("m is not known and taken as 1");
    assertThat(node.get("exact").isNull()).isTrue();
    // A seed that is given is that of the sampling too.
    Set<Double> values = new HashSet<>();
    for (int seed : new int[] {1, 5}) {
      JsonNode one =
          json("free-energy", checkpoint, "--draws=40", "--chains=2", "--seed=" + seed, "--json");
      assertThat(one.get("tempering").get("request").get("seed").asInt()).isEqualTo(seed);
      assertThat(values.add(one.get("freeEnergy").get("value").asDouble())).isTrue();
    }
    CommandRun tooMany = CommandRun.of("free-energy", checkpoint, "--n=5,1000");
    assertThat(tooMany.code()).isEqualTo(2);
    assertThat(tooMany.err()).contains("--n: 1000 is more than the 10 data there are");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--gamma=1 --prior-sd=1; give one of them",
        "--prior-sd=-1; --prior-sd must be in (0, inf), got -1.0",
        "--gamma=0; --gamma must be in (0, inf), got 0.0",
        "--precision=0; --precision must be in (0, inf), got 0.0",
        "--draws=3; --draws must be in [20, inf), got 3",
        "--chains=1; --chains must be in [2, 1024], got 1",
        "--data-sets=2; --data-sets is for a curve",
        "--n=100; --n: numbers of data for a fit must be in [2, inf), got 1",
        "--n=2,100; 2 is too small for log log n",
        "--n=100,x; --n must be whole numbers joined by commas, such as 100,300,1000, got 'x'",
        "--n=100,100; every number of data once, got 100 twice"
      })
  void mistakesAreOneLine(String options, String says) {
    String[] some = options.split(" ");
    String[] arguments = new String[some.length + 2];
    arguments[0] = "free-energy";
    arguments[1] = "conjugate:dimension=2,n=20";
    System.arraycopy(some, 0, arguments, 2, some.length);
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(says);
    assertThat(run.out()).isEmpty();
  }
}

package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code calibrate} on a problem whose posterior is Gaussian: the LLC at every gamma, nBeta and
 * step size is known. Draws are of a given number, so that the same numbers come out each time; a
 * comparison fails by chance of the seed with probability 6.8e-6 (4.5 standard errors).
 */
class CalibrateCommandTest {
  private static final String PROBLEM = "conjugate:dimension=2,n=100";
  private static final double Z = 4.5;

  /** What the gradient at w* adds to an LLC, at most: twice the descent of 0.0018 nats. */
  private static final double DESCENT = 0.004;

  @TempDir Path folder;

  private static CommandRun calibrate(String... arguments) {
    return CommandRun.of(
        Stream.concat(Stream.of("calibrate"), Stream.of(arguments)).toArray(String[]::new));
  }

  private static JsonNode json(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    CommandRun run = calibrate(all.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    try {
      return new ObjectMapper().readTree(run.out());
    } catch (IOException e) {
      throw new AssertionError(run.out(), e);
    }
  }

  /** The two eigenvalues of the Hessian. */
  private static double[] curvatures(JsonNode document) {
    JsonNode point = document.get("estimate").get("point");
    assertThat(point.get("gradientGain").asDouble()).isLessThan(DESCENT / 2);
    return new double[] {
      point.get("smallestEigenvalue").asDouble(), point.get("largestEigenvalue").asDouble()
    };
  }

  private static double sum(double[] curvatures, DoubleUnaryOperator llc) {
    return llc.applyAsDouble(curvatures[0]) + llc.applyAsDouble(curvatures[1]);
  }

  private static void isNear(JsonNode row, double exact) {
    assertThat(row.get("value").asDouble())
        .as("at %s", row.get("at"))
        .isCloseTo(exact, within(Z * row.get("se").asDouble() + DESCENT));
  }

  @Test
  void saysHowItChose() {
    CommandRun run = calibrate(PROBLEM, "--draws", "60", "--chains", "4");
    assertThat(run.code()).isZero();
    assertThat(run.out().replaceAll("\\s+", " "))
        .contains("P = 2 parameters, nBeta = 21.715")
        .contains("a gradient on all 100 data takes")
        .contains("stiffest direction at w*: nBeta h = 10.7 against gamma = 1.60")
        .contains("hmc on all data, 4 chains")
        .contains("longest trajectory", "transitions in")
        .contains("a minimum, as far as the data can tell")
        .contains("no direction curves downwards")
        .contains("% of the proposals accepted")
        .contains("LLC ", "verdict: ")
        .contains("a relative error of 2.00%", "draws of a chain")
        .doesNotContain("--out");
  }

  @Test
  void jsonHasWhatTheTextHas() {
    JsonNode document = json(PROBLEM, "--draws", "400", "--chains", "4", "--precision", "0.001");
    assertThat(document.get("command").asText()).isEqualTo("calibrate");
    assertThat(document.get("gradient").get("allDataSeconds").asDouble()).isPositive();
    double h = curvatures(document)[1];
    assertThat(document.get("gradient").get("curvature").asDouble()).isCloseTo(h, within(0.02));
    assertThat(document.get("choice").get("sampler").asText()).isEqualTo("hmc");
    assertThat(document.get("choice").get("reasons")).hasSizeGreaterThan(2);
    assertThat(document.get("point")).hasSize(3);
    JsonNode warmUp = document.get("warmUp");
    JsonNode sampler = document.get("estimate").get("sampler");
    assertThat(warmUp.get("stepSize")).isEqualTo(sampler.get("stepSize"));
    assertThat(warmUp.get("transitions").asInt()).isEqualTo(sampler.get("burnIn").asInt());
    assertThat(warmUp.get("acceptance").asDouble()).isBetween(0.5, 1.0);
    assertThat(document.has("gammas")).isFalse();
    assertThat(document.has("figures")).isFalse();

    // The variance falls as one over the number of draws.
    JsonNode precision = document.get("precision");
    JsonNode llc = document.get("estimate").get("llc");
    double reached = llc.get("se").asDouble() / llc.get("value").asDouble();
    assertThat(precision.get("isReached").asBoolean()).isFalse();
    assertThat(precision.get("reached").asDouble()).isCloseTo(reached, within(1e-12));
    assertThat(precision.get("draws").asDouble())
        .isCloseTo(400 * Math.pow(reached / 0.001, 2), within(1.0));
  }

  @Test
  void gammasAreAFactorOfHundred() {
    JsonNode document = json(PROBLEM, "--draws", "400", "--chains", "4", "--gammas");
    double[] h = curvatures(document);
    double nBeta = document.get("estimate").get("nBeta").asDouble();
    double chosen = document.get("estimate").get("gamma").asDouble();
    JsonNode rows = document.get("gammas").get("measured");
    assertThat(rows).hasSize(7);
    assertThat(rows.get(0).get("at").asDouble()).isCloseTo(chosen / 10, within(1e-9));
    assertThat(rows.get(3).get("value"))
        .isEqualTo(document.get("estimate").get("llc").get("value"));
    assertThat(rows.get(6).get("at").asDouble()).isCloseTo(chosen * 10, within(1e-9));
    for (JsonNode row : rows) {
      double gamma = row.get("at").asDouble();
      isNear(row, sum(h, x -> nBeta * x / 2 / (nBeta * x + gamma)));
      assertThat(row.get("verdict").get("status").asText()).isNotEqualTo("rejected");
    }
    for (JsonNode row : document.get("gammas").get("reweighted")) {
      double gamma = row.get("at").asDouble();
      isNear(row, sum(h, x -> nBeta * x / 2 / (nBeta * x + gamma)));
    }
  }

  @Test
  void nBetasAreAFactorOfTen() {
    JsonNode document = json(PROBLEM, "--draws", "400", "--chains", "4", "--n-betas");
    double[] h = curvatures(document);
    double gamma = document.get("estimate").get("gamma").asDouble();
    JsonNode rows = document.get("nBetas").get("measured");
    assertThat(rows).hasSize(7);
    assertThat(rows.get(6).get("at").asDouble() / rows.get(0).get("at").asDouble())
        .isCloseTo(10, within(1e-9));
    for (JsonNode row : rows) {
      double nBeta = row.get("at").asDouble();
      isNear(row, sum(h, x -> nBeta * x / 2 / (nBeta * x + gamma)));
    }
    assertThat(document.get("nBetas").get("reweighted")).hasSize(11);
  }

  /** The stationary law of SGLD on a quadratic has the variance 1 / (A (1 - step A / 4)). */
  @Test
  void stepsShowTheBiasOfTheSampler() {
    JsonNode document =
        json(PROBLEM, "--sampler", "sgld", "--draws", "400", "--chains", "4", "--steps");
    double[] h = curvatures(document);
    double nBeta = document.get("estimate").get("nBeta").asDouble();
    double gamma = document.get("estimate").get("gamma").asDouble();
    JsonNode steps = document.get("steps");
    assertThat(steps.get("sampler").asText()).isEqualTo("sgld");
    JsonNode rows = steps.get("measured");
    assertThat(rows).hasSize(5);
    double chosen = document.get("estimate").get("stepSizes").get(0).get("stepSize").asDouble();
    assertThat(rows.get(2).get("at").asDouble()).isCloseTo(chosen, within(1e-12));
    assertThat(rows.get(0).get("at").asDouble()).isCloseTo(4 * chosen, within(1e-12));
    assertThat(rows.get(4).get("at").asDouble()).isCloseTo(chosen / 4, within(1e-12));
    for (JsonNode row : rows) {
      double step = row.get("at").asDouble();
      isNear(
          row,
          sum(
              h,
              x -> nBeta * x / 2 / ((nBeta * x + gamma) * (1 - step * (nBeta * x + gamma) / 4))));
    }
    assertThat(steps.get("atZero").get("points").asInt()).isBetween(3, 5);
    assertThat(steps.get("atZero").get("se").asDouble()).isPositive();
  }

  @Test
  void aMapHasFiveByFive() {
    JsonNode document = json(PROBLEM, "--draws", "8", "--burn-in", "4", "--chains", "2", "--map");
    JsonNode map = document.get("map");
    assertThat(map.get("sampler").asText()).isEqualTo("sghmc");
    assertThat(map.get("cells")).hasSize(25);
    assertThat(
            StreamSupport.stream(map.get("cells").spliterator(), false)
                .map(cell -> cell.get("nBeta").asDouble())
                .distinct())
        .hasSize(5);
  }

  @Test
  void figuresGoWhereTheyAreSent() {
    String[] scans = {
      PROBLEM, "--draws", "8", "--burn-in", "4", "--chains", "2", "--gammas", "--map"
    };
    assertThat(calibrate(scans).out()).contains("with --out DIR there are figures");
    List<String> all = new ArrayList<>(List.of(scans));
    all.addAll(List.of("--out", folder.resolve("figures").toString()));
    CommandRun run = calibrate(all.toArray(String[]::new));
    assertThat(run.out()).contains("gamma.png", "map.png", "gamma        LLC");
    assertThat(Disk.contents(folder.resolve("figures")).keySet())
        .containsExactlyInAnyOrder("", "gamma.png", "gamma.svg", "map.png", "map.svg");
  }

  @Test
  void ofARunItIsTheLastCheckpoint() {
    TinyNetwork tiny = TinyNetwork.in(folder);
    String run = tiny.text("run");
    assertThat(CommandRun.of("train", tiny.text("net.yaml"), "--out", run).code()).isZero();
    Map<String, String> before = Disk.contents(Path.of(run));
    JsonNode document = json(run, "--n-betas");
    assertThat(document.get("step").asInt()).isEqualTo(6);
    assertThat(document.has("warmUp")).isFalse();
    assertThat(document.get("figures")).hasSize(2);
    assertThat(Disk.contents(Path.of(run)))
        .containsAllEntriesOf(before)
        .containsKeys("figures/nbeta.png", "figures/nbeta.svg");
    JsonNode part = json(run, "--only", "layers.1", "--gammas");
    assertThat(part.get("estimate").get("parameters").asInt()).isEqualTo(6);
    assertThat(part.get("figures").get(0).asText()).contains("restricted-");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--steps --sampler hmc | --steps does not go with --sampler hmc",
        "--map --sampler mala | --map does not go with --sampler mala",
        "--gammas --gamma 0 | --gammas needs a --gamma above 0",
        "--steps --sampler sghm | did you mean 'sghmc'?",
        "--steps --step 0.1 | needs the name of a sampler",
        "--budget 0 | --budget",
        "--gamas | unknown option '--gamas'"
      })
  void mistakesAreOneLine(String options, String message) {
    CommandRun run =
        calibrate(
            Stream.concat(Stream.of(PROBLEM), Stream.of(options.split(" ")))
                .toArray(String[]::new));
    assertThat(run.code()).isEqualTo(Cusp.WRONG_INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).startsWith("cusp: ").contains(message);
  }
}

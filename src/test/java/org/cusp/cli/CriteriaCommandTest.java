package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.cusp.SharedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CriteriaCommandTest {
  private static final String PROBLEM = "conjugate:dimension=2,n=40";

  @TempDir private Path folder;

  /** Numbers that must agree with each other whatever was drawn. */
  @Test
  void aProblemIsGlobalAndItsNumbersAreConsistent() throws Exception {
    CommandRun run =
        CommandRun.of(
            "criteria",
            PROBLEM,
            "--draws",
            "60",
            "--chains",
            "4",
            "--test",
            "30",
            "--json",
            "--prior-sd",
            "2",
            "--out",
            folder.toString());
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode node = new ObjectMapper().readTree(run.out());
    assertThat(node.get("command").asText()).isEqualTo("criteria");
    assertThat(node.get("prior").get("scope").asText()).isEqualTo("global");
    assertThat(node.get("prior").get("gamma").asDouble()).isCloseTo(0.25, within(1e-12));
    assertThat(node.get("testN").asInt()).isEqualTo(30);
    double training = node.get("losses").get("bayesTraining").get("value").asDouble();
    double variance = node.get("functionalVariance").get("value").asDouble();
    double waic = node.get("waic").get("value").asDouble();
    assertThat(waic).isCloseTo(training + variance / 40, within(1e-9));
    assertThat(node.get("nu").get("value").asDouble()).isCloseTo(variance / 2, within(1e-9));
    for (String name : new String[] {"wbic", "waic", "loo", "nu"}) {
      JsonNode number = node.get(name);
      double value = number.get("value").asDouble();
      double half = 1.959963984540054 * number.get("se").asDouble();
      assertThat(number.get("ci95").get(0).asDouble()).isCloseTo(value - half, within(1e-9));
      assertThat(number.get("unit").asText()).isNotEmpty();
    }
    assertThat(node.get("wbic").get("beta").asDouble()).isCloseTo(1 / Math.log(40), within(1e-12));
    assertThat(node.get("loo").get("kThreshold").asDouble())
        .isCloseTo(1 - 1 / Math.log10(240), within(1e-12));
    JsonNode truth = node.get("truth");
    assertThat(truth.get("waicExcess").asDouble())
        .isCloseTo(40 * (waic - truth.get("trainLoss").asDouble()), within(1e-6));
    assertThat(truth.get("bayesGeneralisationExcess").asDouble()).isBetween(-20.0, 40.0);
    assertThat(node.get("exact").get("lambda").asText()).isEqualTo("1");
    assertThat(folder.resolve("criteria.json")).content().contains("\"waic\"");
    assertThat(folder.resolve("khat.svg")).content().contains("threshold");
    assertThat(folder.resolve("waic-loo.png")).isNotEmptyFile();
  }

  @Test
  void aCheckpointIsLocalAndSaysSo() throws Exception {
    TinyNetwork.in(folder).writeCheckpoint("w.safetensors");
    CommandRun run =
        CommandRun.of(
            "criteria",
            folder.resolve("w.safetensors").toString(),
            "--spec",
            folder.resolve("net.yaml").toString(),
            "--draws",
            "20",
            "--chains",
            "2",
            "--beta",
            "2");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("beta = 2.0000, prior local: N(w*,")
        .contains("Bayes generalisation loss")
        .contains("caution: of the posterior around w*, held there by gamma = ")
        .contains("verdict: ");
  }

  @Test
  void requireTrustedEndsWithThree() {
    CommandRun run =
        CommandRun.of("criteria", PROBLEM, "--draws", "4", "--chains", "2", "--require-trusted");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out()).contains("verdict: rejected");
  }

  private static Arguments mistake(String says, String... arguments) {
    return Arguments.of(arguments, says);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("--beta must be in (0, inf), got 0.0", PROBLEM, "--beta", "0"),
        mistake("--precision must be in (0, inf)", PROBLEM, "--precision", "-1"),
        mistake(
            "--prior-sd (global) and --gamma (local) exclude",
            PROBLEM,
            "--prior-sd",
            "1",
            "--gamma",
            "2"),
        mistake("--prior-sd must be in (0, inf)", PROBLEM, "--prior-sd", "0"),
        mistake("--chains must be in [2, 1024], got 1", PROBLEM, "--chains", "1"),
        mistake("--test must be in [2, 10000000]", PROBLEM, "--test", "1"),
        mistake("--test must be a .csv or .npz file", PROBLEM, "--test", "data.txt"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakesAreOneLine(String[] arguments, String says) {
    String[] all =
        Stream.concat(Stream.of("criteria"), Stream.of(arguments)).toArray(String[]::new);
    CommandRun run = CommandRun.of(all);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(says);
  }

  @Test
  void testDataOfAnotherShapeAreRefused() throws Exception {
    Path file = folder.resolve("test.csv");
    Files.writeString(file, "a,b,c,y\n1,2,3,4\n5,6,7,8\n");
    CommandRun run = CommandRun.of("criteria", PROBLEM, "--test", file.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("has 3 features, the model has 2 inputs");
  }

  @Test
  void freshDataNeedALaw() {
    TinyNetwork.in(folder).writeCheckpoint("w.safetensors");
    CommandRun run =
        CommandRun.of(
            "criteria",
            folder.resolve("w.safetensors").toString(),
            "--spec",
            folder.resolve("net.yaml").toString(),
            "--test",
            "20");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("is for a problem, whose law is known");
  }

  /** Right values by Gaussian algebra, within five standard errors. */
  @ParameterizedTest
  @CsvSource({"gen3, 40.30979", "infa, 1924.74467"})
  void surprisingTestDataOfTheSharedCases(String test, double exact) throws Exception {
    CommandRun run =
        CommandRun.of(
            "criteria",
            SharedFiles.text("cases/generalisation/c12_0.1.safetensors"),
            "--spec",
            SharedFiles.text("cases/generalisation/c12_0.1.yaml"),
            "--test",
            SharedFiles.text("cases/generalisation/" + test + ".npz"),
            "--draws",
            "150",
            "--json");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode node = new ObjectMapper().readTree(run.out());
    JsonNode loss = node.get("losses").get("bayesGeneralisation");
    assertThat(loss.get("value").asDouble())
        .isCloseTo(exact, within(5 * loss.get("se").asDouble()));
    assertThat(loss.get("se").asDouble()).isLessThan(0.05);
    assertThat(node.get("surprises")).isNotEmpty();
  }

  @Test
  void theOutlierOfTheSharedCasesIsNamedAndItsAveragesAreRight() throws Exception {
    CommandRun run =
        CommandRun.of(
            "criteria",
            SharedFiles.text("cases/outlier/c8.safetensors"),
            "--spec",
            SharedFiles.text("cases/outlier/c8.yaml"),
            "--draws",
            "400",
            "--json",
            "--out",
            folder.toString());
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode node = new ObjectMapper().readTree(run.out());
    assertNear(node.get("losses").get("bayesTraining"), 30.20851);
    assertNear(node.get("waic"), 32.88120);
    assertNear(node.get("loo"), 32.88862);
    assertThat(node.get("loo").get("se").asDouble()).isLessThan(0.02);
    assertThat(node.get("surprises").get(0).get("row").asInt()).isEqualTo(18);
    assertThat(folder.resolve("pointwise.csv")).content().contains("train,18,", "bridged");
  }

  private static void assertNear(JsonNode found, double exact) {
    assertThat(found.get("value").asDouble())
        .isCloseTo(exact, within(5 * found.get("se").asDouble()));
  }
}

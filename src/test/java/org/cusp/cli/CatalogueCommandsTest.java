package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.cusp.problem.ProblemFamily;
import org.cusp.problem.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue through {@code problems}, {@code kl} and {@code llc}. */
class CatalogueCommandsTest {
  private record Output(int code, String out, String err) {
    JsonNode json() throws Exception {
      assertThat(code).as(err).isZero();
      return new ObjectMapper().readTree(out);
    }
  }

  private static Output run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Cusp.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Output(code, out.toString(), err.toString());
  }

  static Stream<String> examples() {
    return Problems.FAMILIES.stream().map(ProblemFamily::example);
  }

  @Test
  void problemsListsEveryFamilyWithItsExactAnswer() throws Exception {
    JsonNode list = run("problems", "--json").json();
    assertThat(list).hasSameSizeAs(Problems.FAMILIES);
    for (JsonNode entry : list) {
      assertThat(entry.get("exact").get("lambdaValue").asDouble()).isPositive();
      assertThat(entry.get("citation").asText()).isNotBlank();
    }
    String text = run("problems").out();
    assertThat(text)
        .contains("rrr:inputs=6", "lambda = 15, m = 2 (exact; Aoyagi and Watanabe 2005");
    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleRunsALittleLlc(String example) throws Exception {
    JsonNode result =
        run("llc", example, "--json", "--draws", "20", "--burn-in", "10", "--chains", "2").json();
    assertThat(result.get("exact").get("lambdaValue").asDouble()).isPositive();
    assertThat(result.get("llc").get("value").asDouble()).isFinite();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void klIsTakenNearTheTruthAndExplained(String example) throws Exception {
    JsonNode row = run("kl", example, "--json").json().get("results").get(0);
    JsonNode population = row.get("population");
    double k = population.get("value").asDouble();
    double kn = row.get("train").get("value").asDouble();
    assertThat(k).isNotZero();
    assertThat(population.get("difference").asDouble()).isCloseTo(kn - k, within(1e-15));
    double deviation = population.get("standardDeviation").asDouble();
    assertThat(population.get("z").asDouble()).isCloseTo((kn - k) / deviation, within(1e-9));
    assertThat(Math.abs(population.get("z").asDouble())).as("false alarm 6e-7").isLessThan(5);
  }

  /** K = w1^2 w2^4 / (2 sigma^2), and the text names which number is what. */
  @Test
  void klTextSaysWhichNumbersMayBeNegative() {
    String text = run("kl", "monomial:powers=1x2,n=100", "--distance", "1").out();
    assertThat(text)
        .contains("Kullback-Leibler divergence of the model at w from the truth: never");
    assertThat(text)
        .contains("K_n(w) = mean", "may be negative; not a Kullback-Leibler divergence");
    assertThat(text).contains("sqrt(Var f / n)", "z = ");
  }

  @Test
  void klAtTheTruthIsZero() throws Exception {
    JsonNode row =
        run("kl", "tanh:hidden=2", "--at", "truth", "--json").json().get("results").get(0);
    assertThat(row.get("train").get("value").asDouble()).isZero();
    assertThat(row.get("population").get("value").asDouble()).isZero();
    assertThat(row.get("population").get("z").isNull()).isTrue();
  }

  @Test
  void llcSaysWhatTheExactCoefficientIsAbout() {
    String[] few = {"--draws", "20", "--burn-in", "10", "--chains", "2"};
    assertThat(llc("twocomponent:at=1x0.3", few))
        .contains("exact lambda 1/2 (m = 1), at w* itself");
    assertThat(llc("monomial:powers=1x2", few)).contains("over all parameters");
  }

  private static String llc(String problem, String[] options) {
    return run(Stream.concat(Stream.of("llc", problem), Stream.of(options)).toArray(String[]::new))
        .out();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kl tanh:hidden=2 --distance 0 | --distance must be in (0, inf), got 0.0",
        "kl tanh:hidden=2 --at truth --distance 1 | --distance is for --at perturbed",
        "kl tanh:hidden=2 --at nowhere | --at",
        "llc monomial:powers=a | whole numbers joined by x"
      })
  void badInputExitsWithTwoAndOneLine(String command, String part) {
    Output output = run(command.split(" "));
    assertThat(output.code()).isEqualTo(2);
    assertThat(output.out()).isEmpty();
    assertThat(output.err()).contains(part);
    assertThat(output.err().lines().filter(line -> line.startsWith("cusp:"))).hasSize(1);
  }
}

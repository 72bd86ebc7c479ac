package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.cusp.problem.ProblemFamily;
import org.cusp.problem.Problems;
import org.cusp.sampler.Sampler;
import org.cusp.sampler.Samplers;
import org.cusp.sampler.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void samplersListsTheRegistry() throws Exception {
    JsonNode list = run("samplers", "--json").json();
    assertThat(list.findValuesAsText("name")).isEqualTo(Samplers.names());
    for (JsonNode entry : list) {
      Sampler sampler = Samplers.parse(entry.get("name").asText()).prototype();
      assertThat(entry.get("exact").asBoolean()).isEqualTo(sampler.isExact());
      assertThat(entry.get("settings").findValuesAsText("key"))
          .isEqualTo(sampler.parameters().stream().map(Setting::key).toList());
      assertThat(entry.get("settings").get(0).get("default").isNull()).isTrue();
      assertThat(entry.get("source").asText()).isNotBlank();
    }
    String text = run("samplers").out();
    assertThat(text).contains("friction   per step").contains("(default: 0.1)");
    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    assertThat(run("llc", "--help").out().replaceAll("\\s+", " "))
        .contains("auto, " + String.join(", ", Samplers.names()) + " (default");
  }

  /** What the listing tells to try works, and the setting is in the result. */
  @Test
  void whatIsToTryWorks() throws Exception {
    String text = run("samplers").out();
    List<String> tries =
        text.lines()
            .filter(line -> line.contains("--sampler "))
            .map(line -> line.replaceFirst(".*--sampler ", ""))
            .toList();
    assertThat(tries).hasSameSizeAs(Samplers.ALL);
    for (String typed : tries) {
      JsonNode result =
          run(llc("--sampler", typed, "--draws", "10", "--chains", "2", "--json")).json();
      Setting last =
          Samplers.parse(typed).prototype().parameters().stream()
              .reduce((first, second) -> second)
              .orElseThrow();
      assertThat(result.get("sampler").get(last.recorded()).asDouble()).isEqualTo(last.value());
    }
  }

  private static String[] llc(String... options) {
    return Stream.concat(Stream.of("llc", "dln:widths=2x2x2,rank=1,n=50"), Stream.of(options))
        .toArray(String[]::new);
  }

  /** A step in the sampler is the step of {@code --step}, to the last bit and in the request. */
  @ParameterizedTest
  @ValueSource(strings = {"hmc", "mala", "sghmc"})
  void aStepMayStandInEitherPlace(String name) throws Exception {
    JsonNode inside = run(llc("--sampler", name + ":step=0.01", "--draws", "10", "--json")).json();
    JsonNode beside =
        run(llc("--sampler", name, "--step", "0.01", "--draws", "10", "--json")).json();
    assertThat(inside.get("llc")).isEqualTo(beside.get("llc"));
    assertThat(inside.get("request")).isEqualTo(beside.get("request"));
    assertThat(inside.get("sampler").get("stepSize").asDouble()).isEqualTo(0.01);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sghmd | did you mean 'sghmc'? Allowed: auto, hmc",
        "sghmc:fricton=0.3 | unknown key of sampler sghmc 'fricton': did you mean 'friction'",
        "auto:step=1 | sampler auto takes no settings",
        "hmc:length=-1 | trajectory length must be in (0, inf), got -1.0",
        "hmc:step=1,length=2,step=3 | key 'step' is given twice"
      })
  void wrongSamplersAreOneLine(String typed, String message) {
    Output output = run(llc("--sampler", typed));
    assertThat(output.code()).isEqualTo(2);
    assertThat(output.err()).contains(message).hasLineCount(1);
  }

  @Test
  void aStepInBothPlacesIsRefused() {
    Output output = run(llc("--sampler", "sghmc:step=1e-4", "--step", "2"));
    assertThat(output.code()).isEqualTo(2);
    assertThat(output.err()).contains("--step 2.0 and --sampler").hasLineCount(1);
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

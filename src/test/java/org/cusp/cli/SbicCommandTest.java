package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.format.Npy;
import org.cusp.format.NumericArray;
import org.cusp.problem.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SbicCommandTest {
  private static final String PROBLEM = "rrr:inputs=4,outputs=3,hidden=3,rank=1,n=200";

  @TempDir private Path folder;

  private static JsonNode json(String... arguments) throws Exception {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.code()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  @Test
  void repeatedChoiceInJsonWithItsFigures() throws Exception {
    JsonNode node = json("sbic", PROBLEM, "--repeat", "5", "--json", "--out", folder.toString());
    assertThat(node.get("command").asText()).isEqualTo("sbic");
    assertThat(node.get("truth").asInt()).isEqualTo(1);
    assertThat(node.get("models")).hasSize(4);
    assertThat(node.get("models").get(2).get("dimension").asInt()).isEqualTo(10);
    JsonNode pair = node.get("coefficients").get(4);
    assertThat(pair.get("size").asInt()).isEqualTo(2);
    assertThat(pair.get("truth").asInt()).isEqualTo(1);
    assertThat(pair.get("lambda").asText()).isEqualTo("4");
    assertThat(node.get("status").asText()).isEqualTo("exact");
    JsonNode repeated = node.get("repeated");
    assertThat(repeated.get("dataSets").asInt()).isEqualTo(5);
    for (JsonNode criterion : repeated.get("criteria")) {
      int sum = 0;
      for (JsonNode count : criterion.get("counts")) {
        sum += count.asInt();
      }
      assertThat(sum).isEqualTo(5);
      assertThat(criterion.get("se").asDouble()).isPositive();
    }
    assertThat(folder.resolve("sbic.json")).content().contains("\"repeated\"");
    assertThat(folder.resolve("sbic.svg")).content().contains("nats below the best");
    assertThat(folder.resolve("sbic-repeated.png")).isNotEmptyFile();
  }

  @Test
  void textMarksTheChosenOne() {
    CommandRun run = CommandRun.of("sbic", "mixture:components=3,true=2,n=300");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("upper-bound", "components", "* chosen components: BIC 2, sBIC 2; true")
        .containsPattern("(?m)^ +2 +3 .*\\*.*\\*");
  }

  /** Of one output: rank 1 is all there is, and WBIC stands beside its BIC. */
  @Test
  void wbicBesideTheOthers() throws Exception {
    JsonNode node =
        json("sbic", "rrr:inputs=3,outputs=1,hidden=1,rank=1,n=300", "--wbic", "--json");
    assertThat(node.get("prior").asText()).contains("N(0, 1^2)");
    assertThat(node.get("cautions")).isEmpty();
    assertThat(node.get("chosen").get("WBIC").asInt()).isEqualTo(1);
    JsonNode row = node.get("models").get(1);
    assertThat(-row.get("wbic").get("value").asDouble())
        .isCloseTo(row.get("bic").asDouble(), within(3.0));
    assertThat(row.get("wbic").get("se").asDouble()).isPositive();
  }

  /** The same numbers from files as from the problem that drew them. */
  @Test
  void dataFromFiles() throws Exception {
    DataSet data = Problems.parse(PROBLEM, 1).data();
    double[] y = ((Targets.Values) data.targets()).values();
    Npy.write(folder.resolve("x.npy"), new NumericArray(new int[] {200, 4}, data.x()));
    Npy.write(folder.resolve("y.npy"), new NumericArray(new int[] {200, 3}, y));
    String files = folder.resolve("x.npy") + "," + folder.resolve("y.npy");
    String csv =
        IntStream.range(0, 200)
            .mapToObj(
                i ->
                    IntStream.range(0, 7)
                        .mapToObj(k -> k < 4 ? data.x()[4 * i + k] : y[3 * i + k - 4])
                        .map(String::valueOf)
                        .collect(Collectors.joining(",")))
            .collect(Collectors.joining("\n"));
    Files.writeString(folder.resolve("all.csv"), csv + "\n");
    JsonNode expected = json("sbic", PROBLEM, "--json").get("models");
    JsonNode npy = json("sbic", files, "--family", "rrr", "--sigma", "1", "--json");
    JsonNode table =
        json(
            "sbic",
            folder.resolve("all.csv").toString(),
            "--family",
            "rrr",
            "--sigma",
            "1",
            "--target",
            "5,6,7",
            "--json");
    assertThat(npy.get("models")).isEqualTo(expected);
    assertThat(table.get("models")).isEqualTo(expected);
    JsonNode deep =
        json("sbic", files, "--family", "dln", "--sigma", "1", "--layers", "3", "--json");
    assertThat(deep.get("models").get(3).get("bic")).isEqualTo(expected.get(3).get("bic"));
    assertThat(deep.get("models").get(3).get("sbic").asDouble())
        .isGreaterThan(expected.get(3).get("sbic").asDouble());
  }

  @Test
  void samplesFromFiles() throws Exception {
    double[] y = ((Targets.Values) Problems.parse("mixture:n=50", 1).data().targets()).values();
    Npy.write(folder.resolve("y.npy"), NumericArray.vector(y));
    Files.writeString(
        folder.resolve("y.csv"),
        Arrays.stream(y).mapToObj(String::valueOf).collect(Collectors.joining("\n", "", "\n")));
    double mean = Arrays.stream(y).average().orElseThrow();
    double squares = Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum();
    for (String name : new String[] {"y.npy", "y.csv"}) {
      JsonNode node =
          json(
              "sbic",
              folder.resolve(name).toString(),
              "--family",
              "gaussian-mixture",
              "--sigma",
              "1",
              "--largest",
              "2",
              "--json");
      assertThat(node.get("models").get(0).get("logLikelihood").asDouble())
          .isCloseTo(-25 * Math.log(2 * Math.PI) - squares / 2, within(1e-9));
      assertThat(node.get("models")).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tanh:hidden=3 | tanh: has no models of several sizes
          x.npy,y.npy | data need --family
          rrr:inputs=4,outputs=3,hidden=3,rank=1 --largest 4 | [1, 3]
          rrr:inputs=4,outputs=3,hidden=3,rank=2 --largest 1 | at least that of the truth, 2, got 1
          rrr:inputs=4,outputs=3,hidden=3,rank=1 --repeat 0 | --repeat must be in [1, 1000000], got 0
          rrr:inputs=4,outputs=3,hidden=3,rank=1 --sigma 2 | --sigma is for data
          rrr:inputs=4,outputs=3,hidden=3,rank=1,n=2 | n must be in [3, inf)
          rrr:inputs=4,outputs=3,hiden=3,rank=1 | 'hidden'
          x.npy,y.npy --family rrr | --sigma is missing
          rrr:inputs=4,outputs=3,hidden=3,rank=1 --prior-sd 2 | --prior-sd is for --wbic
          rrr:inputs=4,outputs=3,hidden=3,rank=1 --wbic --prior-sd 0 | --prior-sd must be in (0, inf)
          x.npy,y.npy --family rr --sigma 1 | did you mean 'rrr'
          x.npy,y.npy --family rrr --sigma 1 --repeat 3 | --repeat is for a problem
          x.npy,y.npy --family rrr --sigma 1 --layers 3 | --layers is for --family dln
          x.txt --family rrr --sigma 1 | data must be
          x.txt --family gaussian-mixture --sigma 1 | one column
          missing.csv --family gaussian-mixture --sigma 1 | missing.csv
          """)
  void badInputIsOneLine(String arguments, String says) {
    CommandRun run = CommandRun.of(("sbic " + arguments).split(" "));
    assertThat(run.err().lines().toList())
        .singleElement()
        .asString()
        .startsWith("cusp: ")
        .contains(says);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }
}

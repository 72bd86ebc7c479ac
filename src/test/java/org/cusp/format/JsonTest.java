package org.cusp.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTest {
  @TempDir Path folder;

  /** Every kind of component that results have. */
  record Sample(
      String name,
      double value,
      double undefined,
      Double boxed,
      double[] interval,
      long count,
      Long step,
      List<String> reasons,
      Map<String, Object> facts) {}

  private static Sample sample() {
    return new Sample(
        "a \"quoted\" name, lambda = \u03bb",
        0.1 + 0.2,
        Double.NaN,
        Double.NEGATIVE_INFINITY,
        new double[] {-1.5, Double.NaN},
        1L << 60,
        null,
        List.of("one", "two"),
        new TreeMap<>(Map.of("stepSize", 1e-7, "chains", 4)));
  }

  @Test
  void numbersThatAreNotFiniteAreNull() throws IOException {
    Path file = folder.resolve("deep/result.json");
    Json.write(file, sample());
    String text = Files.readString(file);
    assertThat(text)
        .contains("\"undefined\" : null", "\"boxed\" : null", "-1.5, null", "\"step\" : null")
        .doesNotContain("NaN", "Infinity")
        .endsWith("}\n");
  }

  @Test
  void roundTrip() {
    Path file = folder.resolve("result.json");
    Json.write(file, sample());
    Sample read = Json.read(file, Sample.class);
    assertThat(read.name()).isEqualTo(sample().name());
    assertThat(read.value()).isEqualTo(0.1 + 0.2);
    assertThat(read.undefined()).isNaN();
    assertThat(read.interval()).containsExactly(-1.5, Double.NaN);
    assertThat(read.count()).isEqualTo(1L << 60);
    assertThat(read.step()).isNull();
    assertThat(read.reasons()).containsExactly("one", "two");
    assertThat(read.facts()).containsEntry("stepSize", 1e-7).containsEntry("chains", 4);
  }

  @Test
  void faultsNameTheFile() throws IOException {
    Path absent = folder.resolve("absent.json");
    assertThatThrownBy(() -> Json.read(absent, Sample.class))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("absent.json")
        .hasMessageContaining("cannot be read");
    Path broken = Files.writeString(folder.resolve("broken.json"), "{\"name\": \n\"a\", ");
    assertThatThrownBy(() -> Json.read(broken, Sample.class))
        .isInstanceOf(InvalidInput.class)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1))
        .hasMessageContaining("broken.json: is not the JSON of a Sample");
    Path other = Files.writeString(folder.resolve("other.json"), "{\"value\": \"many\"}");
    assertThatThrownBy(() -> Json.read(other, Sample.class))
        .isInstanceOf(InvalidInput.class)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }
}

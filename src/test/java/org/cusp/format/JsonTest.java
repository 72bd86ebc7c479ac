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
import org.cusp.contract.MayBeNull;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        .hasMessageContaining("broken.json: is not whole JSON");
    Path other = Files.writeString(folder.resolve("other.json"), "{\"value\": \"many\"}");
    assertThatThrownBy(() -> Json.read(other, Sample.class))
        .isInstanceOf(InvalidInput.class)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  record Inner(int whole, double real) {}

  record Outer(
      String text,
      Inner inner,
      List<Inner> list,
      Map<String, String> map,
      double[] pair,
      Long box,
      @MayBeNull Inner may) {}

  private static final String WHOLE =
      "{'text':'t','inner':{'whole':1,'real':2},'list':[{'whole':1,'real':null}],"
          + "'map':{'k':'v'},'pair':[1,null]}";

  private Path outer(String text) throws IOException {
    return Files.writeString(folder.resolve("outer.json"), text.replace('\'', '"'));
  }

  @Test
  void whatMayBeAbsentMay() throws IOException {
    Outer read = Json.read(outer(WHOLE), Outer.class);
    assertThat(read.box()).isNull();
    assertThat(read.may()).isNull();
    assertThat(read.list().get(0).real()).isNaN();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'text':'t', | | the field text is missing",
        "'text':'t' | 'text':null | the field text is null",
        "'text':'t' | 'text':7 | the field text must be a text, got '7'",
        "{'whole':1,'real':2} | null | the field inner is null",
        "{'whole':1,'real':2} | [] | the field inner must be an object, got '[]'",
        "'whole':1,'real':2 | 'real':2 | the field inner.whole is missing",
        "'whole':1,'real':2 | 'whole':1 | the field inner.real is missing",
        "'whole':1,'real':2 | 'whole':1.5,'real':2 | the field inner.whole must be a whole number",
        "'whole':1,'real':2 | 'whole':1e99,'real':2 | the field inner.whole must be a whole number",
        "'whole':1,'real':2 | 'whole':1,'real':'x' | the field inner.real must be a number",
        "'whole':1,'real':null | 'whole':null,'real':1 | the field list[0].whole is null",
        "'real':null | 'reel':null | the field list[0].real is missing",
        "'v' | 3 | the field map.k must be a text, got '3'",
        "[1,null] | [1,'x'] | the field pair must be a list of numbers",
        "[1,null] | 4 | the field pair must be a list of numbers, got '4'",
        "[1,null]} | [1,null]} } | is not whole JSON (line 1)",
        "[1,null]} | [1,null | is not whole JSON (line 1)",
      })
  void aFaultNamesTheFileAndTheField(String from, String to, String message) throws IOException {
    Path file = outer(WHOLE.replace(from, to == null ? "" : to));
    assertThatThrownBy(() -> Json.read(file, Outer.class))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith(file + ": " + message)
        .message()
        .doesNotContainPattern("\\p{C}")
        .hasSizeLessThan(300 + file.toString().length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "7", "\"x\"", "{", "nul"})
  void otherDocumentsAreRefused(String text) throws IOException {
    Path file = outer(text);
    assertThatThrownBy(() -> Json.read(file, Outer.class))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith(file + ": ");
  }
}

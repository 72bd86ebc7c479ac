package org.cusp.spec.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.cusp.contract.InvalidInput;
import org.cusp.spec.Spec;
import org.cusp.spec.SpecReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunNameTest {
  private static Spec named(String yamlName) {
    String text =
        "name: " + yamlName + "\ndata: {source: digits}\nmodel: {type: mlp, widths: [64, 10]}\n";
    return SpecReader.parse(text, Path.of("").toAbsolutePath(), "net.yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"../../escape\"",
        "\"..\"",
        "\".\"",
        "\"...\"",
        "/tmp/x",
        "a/b",
        "'a\\b'",
        "'C:x'",
        "'a*'",
        "\"a\\nb\"",
        "\"a\\0b\"",
        "\"a\\u202eb\"",
        "\"a\\u2028b\"",
        "con",
        "NUL.txt",
        "Com1",
        "lpt9.a.b",
        "ends.",
      })
  void aPathIsNoName(String yamlName) {
    assertThatThrownBy(() -> named(yamlName))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("net.yaml: name must be a name, not a path (--out takes a path), ")
        .message()
        .hasSizeLessThan(300)
        .doesNotContainPattern("\\p{C}");
  }

  @Test
  void aLongNameIsShortened() {
    assertThatThrownBy(() -> named("x".repeat(5000)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("is longer than 100 characters")
        .message()
        .hasSizeLessThan(300);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"digits-mlp", "mit Leerzeichen", "größe=3,n=4", "console", "com10", "v1..2", ".x"})
  void ordinaryNamesStay(String name) {
    assertThat(named("'" + name + "'").name()).isEqualTo(name);
  }

  @Test
  void theNameOfTheFileIsHeldToTheSameRule() {
    String text = "data: {source: digits}\nmodel: {type: mlp, widths: [64, 10]}\n";
    assertThatThrownBy(() -> SpecReader.parse(text, Path.of("").toAbsolutePath(), "aux.yaml"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("'aux'");
  }
}

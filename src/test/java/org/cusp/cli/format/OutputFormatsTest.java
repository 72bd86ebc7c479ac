package org.cusp.cli.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;

class OutputFormatsTest {
  private static final Answer ANSWER =
      new Answer(() -> List.of("one", "two"), () -> "{ }", List.of());

  @Test
  void textIsWhatPeopleReadAfterItsHeading() {
    assertThat(OutputFormats.TEXT.lines(ANSWER.after(List.of("zero"))))
        .containsExactly("zero", "one", "two");
  }

  @Test
  void jsonHasNoHeading() {
    assertThat(OutputFormats.JSON.lines(ANSWER.after(List.of("zero")))).containsExactly("{ }");
  }

  /** Whatever was not asked for is not made. */
  @Test
  void aFormAsksForItsOwnAlone() {
    Answer json =
        new Answer(
            () -> {
              throw new AssertionError("text");
            },
            () -> "{ }",
            List.of());
    assertThat(OutputFormats.JSON.lines(json)).containsExactly("{ }");
  }

  @Test
  void eachHasANameOfItsOwn() {
    assertThat(OutputFormats.ALL.stream().map(OutputFormat::name)).doesNotHaveDuplicates();
    OutputFormats.ALL.forEach(
        format -> {
          assertThat(OutputFormats.named(format.name())).isSameAs(format);
          assertThat(format.describe()).isNotBlank();
        });
    assertThatThrownBy(() -> OutputFormats.named("jsn"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("unknown format 'jsn': did you mean 'json'?");
  }
}

package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command that a page of this project tells people to type is one that Cusp understands. */
class DocumentedCommandsTest {
  /**
   * In backticks, or after an indent or a comment sign, up to the end, a comment or a redirection.
   */
  private static final Pattern COMMAND =
      Pattern.compile("(?m)(?:`|^\\s+(?:\\$ )?|^#\\s+)\\./cusp((?: [^`#>\\n]*)?)");

  private static final Pattern WORD = Pattern.compile("(?:'[^']*'|[^\\s'])+");

  record Typed(String page, String words) {
    String[] arguments() {
      List<String> found = new ArrayList<>();
      Matcher matcher = WORD.matcher(words);
      while (matcher.find()) {
        found.add(matcher.group().replace("'", ""));
      }
      return found.toArray(String[]::new);
    }
  }

  static List<Typed> commands() throws IOException {
    List<Typed> found = new ArrayList<>();
    for (Path page : pages()) {
      Matcher matcher = COMMAND.matcher(Files.readString(page));
      while (matcher.find()) {
        found.add(new Typed(page.toString(), matcher.group(1).strip()));
      }
    }
    return found;
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("papers/README.md")));
    for (String folder : List.of("docs", "experiments")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files
            .filter(file -> file.toString().matches(".*\\.(md|yaml)"))
            .sorted()
            .forEach(pages::add);
      }
    }
    return pages;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isUnderstood(Typed typed) {
    assertThatCode(() -> Cusp.parse(typed.arguments())).as(typed.page()).doesNotThrowAnyException();
    for (String word : typed.arguments()) {
      if (word.startsWith("experiments/")) {
        assertThat(Path.of(word)).as(typed.page()).exists();
      }
    }
  }

  /** The pattern finds them: the first command of the README, and a good number in all. */
  @Test
  void pagesHoldCommands() throws IOException {
    assertThat(commands()).contains(new Typed("README.md", "demo")).hasSizeGreaterThan(30);
  }

  @Test
  void aWrongOneIsNot() {
    assertThatCode(() -> Cusp.parse("llc", "--no-such-option", "x"))
        .isInstanceOf(picocli.CommandLine.ParameterException.class);
  }
}

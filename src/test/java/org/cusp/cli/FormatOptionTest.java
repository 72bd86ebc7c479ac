package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.cusp.cli.format.OutputFormats;
import org.cusp.format.csv.Csv;
import org.junit.jupiter.api.Test;

/** {@code --format} of a command that needs no sampling. */
class FormatOptionTest {
  private static final String[] KL = {"kl", "tanh:hidden=1,n=100", "--seed", "3"};

  private static CommandRun kl(String... more) {
    String[] all = Arrays.copyOf(KL, KL.length + more.length);
    System.arraycopy(more, 0, all, KL.length, more.length);
    return CommandRun.of(all);
  }

  private static String withoutProvenance(String json) {
    return json.substring(0, json.indexOf("\"provenance\""));
  }

  @Test
  void jsonIsTheSameAsItsFlag() {
    String flag = kl("--json").out();
    assertThat(flag).startsWith("{");
    assertThat(withoutProvenance(kl("--format", "json").out())).isEqualTo(withoutProvenance(flag));
    assertThat(kl("--format", "json", "--json").code()).isZero();
  }

  @Test
  void textIsWhatThereIsWithout() {
    assertThat(kl("--format", "text").out()).isEqualTo(kl().out()).contains("K_n(w)");
  }

  @Test
  void twoFormsAreRefused() {
    CommandRun both = kl("--format", "text", "--json");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err().strip()).isEqualTo("cusp: --json and --format text ask for two forms");
    assertThat(both.out()).isEmpty();
  }

  @Test
  void anUnknownFormIsNamed() {
    CommandRun unknown = kl("--format", "txt");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("unknown format 'txt': did you mean 'text'?");
    assertThat(unknown.err().lines()).hasSize(1);
  }

  @Test
  void helpNamesEveryForm() {
    CommandRun help = CommandRun.of("kl", "--help");
    assertThat(help.out().replaceAll("\\s+", " "))
        .contains(OutputFormats.ALL.stream().map(format -> format.name() + " (").toList())
        .doesNotContain("%%");
    assertThat(help.err()).isEmpty();
  }

  /** K_n by two ways: as JSON has it, and as a cell of the table. */
  @Test
  void aTableHasTheNumbersOfTheDocument() {
    List<List<String>> rows = Csv.rows(kl("--format", "csv").out());
    assertThat(rows).hasSize(2);
    List<String> cells = rows.get(1);
    assertThat(cells.get(0)).isEqualTo("tanh:hidden=1,n=100");
    assertThat(cells.get(2)).isEqualTo("K_n train");
    assertThat(kl("--json").out())
        .contains("\"value\" : " + cells.get(3) + ",")
        .contains("\"se\" : " + cells.get(4) + ",");
  }
}

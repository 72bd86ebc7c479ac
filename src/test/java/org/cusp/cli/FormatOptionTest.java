package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code --format} of a command that needs no sampling. */
class FormatOptionTest {
  private static final String[] KL = {"kl", "tanh:hidden=1,n=100", "--seed", "3"};

  private static CommandRun kl(String... more) {
    String[] all = java.util.Arrays.copyOf(KL, KL.length + more.length);
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
}

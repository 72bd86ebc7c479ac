package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.cusp.paper.Reproductions;
import org.junit.jupiter.api.Test;

class ReproduceCommandTest {
  @Test
  void listNamesThemAll() {
    CommandRun run = CommandRun.of("reproduce", "list");
    assertThat(run.code()).isZero();
    Reproductions.ALL.forEach(
        each -> assertThat(run.out()).contains(each.key(), each.title(), each.citation()));
    CommandRun json = CommandRun.of("reproduce", "list", "--json");
    assertThat(json.out()).startsWith("{").contains("\"aoyagi2005-rrr\"");
  }

  @Test
  void anUnknownNameIsOneLine() {
    CommandRun run = CommandRun.of("reproduce", "lau2023-llc/monomial");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("did you mean 'lau2023-llc/monomials'");
  }
}

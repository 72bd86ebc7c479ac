package org.cusp.paper.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Row;
import org.cusp.problem.Problems;
import org.junit.jupiter.api.Test;

class VerdictsTest {
  private static final List<VerdictCase> CASES =
      ExpectedTable.of(Verdicts.KEY).rows().stream().map(VerdictCase::of).toList();

  @Test
  void sixtyBrokenAndFortySoundUnderTheirOwnNames() {
    assertThat(CASES.stream().filter(VerdictCase::good)).hasSize(40);
    assertThat(CASES.stream().filter(one -> !one.good())).hasSize(60);
    assertThat(CASES.stream().map(VerdictCase::name)).doesNotHaveDuplicates();
  }

  /** Every target is one that can be made, and every setting one that is known. */
  @Test
  void everyCaseCanBeRead() {
    for (VerdictCase one : CASES) {
      if (!one.target().equals("digits") && !one.target().equals("relu")) {
        assertThat(Problems.isProblem(one.target())).as(one.name()).isTrue();
        assertThat(Problems.parse(one.target().replace(' ', ','), 1).truth())
            .as(one.name())
            .isNotEmpty();
      }
      assertThat(CaseSettings.of(one.settings(), 7).seed()).isEqualTo(7);
    }
  }

  @Test
  void settingsAreRead() {
    assertThat(CaseSettings.of("sampler=sgld gamma=3 step=0.5", 2).gamma()).hasValue(3);
    assertThat(CaseSettings.of("sampler=sgld gamma=3 step=0.5", 2).step()).hasValue(0.5);
    assertThat(CaseSettings.of("", 2).gamma()).isEmpty();
    assertThatThrownBy(() -> CaseSettings.of("sampler=nothing", 2))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("sampler");
    assertThatThrownBy(() -> CaseSettings.of("gama=3", 2)).hasMessageContaining("gama");
  }

  @Test
  void findingsNameWhatIsWrong() {
    Row broken = Row.empty().with("case", "a").with("kind", "k").with("expected", "not trusted");
    Row sound = Row.empty().with("case", "b").with("kind", "l").with("expected", "trusted");
    Findings findings =
        new Verdicts()
            .findings(
                List.of(
                    broken.with("verdict", "trusted"),
                    broken.with("case", "c").with("verdict", "rejected"),
                    sound.with("verdict", "doubtful")),
                ExpectedTable.of(Verdicts.KEY));
    assertThat(findings.sentences().get(0))
        .isEqualTo("Of 2 broken cases 1 are called trusted (a).");
    assertThat(findings.sentences().get(1)).isEqualTo("Of 1 sound cases 1 are not (b).");
  }
}

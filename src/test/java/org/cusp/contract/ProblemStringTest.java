package org.cusp.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemStringTest {
  @Test
  void readsNameKeysAndLists() {
    ProblemString problem = ProblemString.parse("dln:widths=10x5x10,rank=3,sd=1e-2,n=100000");
    assertThat(problem.name()).isEqualTo("dln");
    assertThat(problem.values().keySet()).containsExactly("widths", "rank", "sd", "n");
    assertThat(problem.intListAt("widths")).containsExactly(10, 5, 10);
    assertThat(problem.intAt("rank")).isEqualTo(3);
    assertThat(problem.doubleAt("sd")).isEqualTo(0.01);
    assertThat(problem.longAt("n")).isEqualTo(100_000L);
    assertThat(problem.intAt("seed", 7)).isEqualTo(7);
    assertThat(problem).hasToString("dln:widths=10x5x10,rank=3,sd=1e-2,n=100000");
  }

  @Test
  void readsFreeTextAndQuotes() {
    ProblemString bare = ProblemString.parse("polynomial:(y-x^2)^2+x^6,at=1x-1/2");
    assertThat(bare.argument()).isEqualTo("(y-x^2)^2+x^6");
    assertThat(bare.textListAt("at")).containsExactly("1", "-1/2");
    ProblemString quoted = ProblemString.parse("polynomial:'f(x,y)=1',at=\"0x0\"");
    assertThat(quoted.argument()).isEqualTo("f(x,y)=1");
    assertThat(quoted.textAt("at")).isEqualTo("0x0");
    assertThat(ProblemString.parse(quoted.toString())).isEqualTo(quoted);
  }

  @Test
  void aNameAloneIsEnough() {
    assertThat(ProblemString.parse("tms")).isEqualTo(ProblemString.parse("tms:"));
  }

  @Test
  void namesWhatIsWrong() {
    assertInvalid("rrr:rank", "expected key=value, got 'rank'", true);
    assertInvalid("rrr:rank=1,rank=2", "problem rrr: key 'rank' is given twice", false);
    assertInvalid("rrr:rank=", "problem rrr: expected key=value, got 'rank='", false);
    assertInvalid("rrr:rank=1,,", "problem rrr: expected key=value, got ''", false);
    assertInvalid("RRR:rank=1", "expected name:key=value,key=value, got the name 'RRR'", true);
    assertInvalid("polynomial:'x", "problem polynomial: the quote ' is not closed", false);
  }

  private static void assertInvalid(String text, String message, boolean partial) {
    assertThatThrownBy(() -> ProblemString.parse(text).requireOnly(List.of("rank")))
        .isInstanceOf(InvalidInput.class)
        .satisfies(
            e -> {
              if (partial) {
                assertThat(e.getMessage()).contains(message);
              } else {
                assertThat(e).hasMessage(message);
              }
            });
  }

  @Test
  void namesTheKeyAndTheText() {
    ProblemString problem = ProblemString.parse("rrr:rank=three,n=99999999999,widths=3x,sd=NaN");
    assertThatThrownBy(() -> problem.intAt("rank"))
        .hasMessage("problem rrr: key 'rank' must be a whole number below 2^31, got 'three'");
    assertThatThrownBy(() -> problem.intAt("n")).hasMessageContaining("got '99999999999'");
    assertThatThrownBy(() -> problem.intListAt("widths")).hasMessageContaining("joined by x");
    assertThatThrownBy(() -> problem.doubleAt("sd")).hasMessageContaining("a finite number");
    assertThatThrownBy(() -> problem.intAt("hidden"))
        .hasMessage("problem rrr: key 'hidden' is missing");
    assertThatThrownBy(() -> problem.requireOnly(List.of("ranks", "n", "widths", "sd")))
        .hasMessageContaining("unknown key of problem rrr 'rank': did you mean 'ranks'");
  }
}

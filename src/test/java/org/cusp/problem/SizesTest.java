package org.cusp.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cusp.contract.InvalidInput;
import org.cusp.gold.spectrum.SpectrumProblem;
import org.cusp.posterior.Posterior;
import org.cusp.state.Bookmark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot fit is refused before it is made, with its size; one datum is enough for a loss. */
class SizesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dln:widths=99999x99999x99999",
        "dln:widths=2000000000x2000000000x2000000000",
        "dln:widths=3x3x3,n=2147483647",
        "rrr:inputs=99999,outputs=99999,hidden=99999,rank=1",
        "rrr:inputs=99999,outputs=99999,hidden=3,rank=1,n=20000",
        "monomial:powers=1,n=2147483647",
        "normal-mean:powers=1,n=2147483647",
        "two-phase:phase=a,n=2147483647",
        "twocomponent:n=2147483647",
        "tanh:hidden=3,n=2147483647",
        "tms:columns=100,n=2147483647",
        "polynomial-network:layers=2,power=2,n=2147483647",
        "conjugate:dimension=1000,n=2147483647",
        "mixture:components=2,true=1,n=2147483647",
      })
  void refusedWithItsSize(String text) {
    assertThatThrownBy(() -> Problems.parse(text, 1))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(" GB")
        .message()
        .hasSizeLessThan(250);
  }

  @Test
  void spectraAreRefusedToo() {
    assertThatThrownBy(
            () -> SpectrumProblem.spectrum("dln:widths=99999x99999x99999,rank=2", 1, Bookmark.NONE))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(" GB");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dln:widths=2x2x2,rank=1,n=1",
        "monomial:powers=1x2,n=1",
        "tanh:hidden=1,n=1",
        "mixture:components=2,n=1",
        "conjugate:dimension=2,n=1",
      })
  void oneDatumIsAProblem(String text) {
    Problem problem = Problems.parse(text, 1);
    assertThat(problem.data().n()).isEqualTo(1);
    assertThat(new OwnLoss(problem, problem.data()).at(problem.truth())).isFinite();
    assertThatThrownBy(() -> Posterior.defaultNBeta(1)).hasMessageContaining("ln n");
  }
}

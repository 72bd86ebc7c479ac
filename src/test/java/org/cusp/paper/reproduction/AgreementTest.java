package org.cusp.paper.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static Row row(double lambda, double llc, String verdict) {
    return Row.empty().with("lambda", lambda).with("llc", llc).with("verdict", verdict);
  }

  /** By hand: errors 0, .1, .5, .25; of the 5 ordered pairs (2,2 is none) one is turned round. */
  @Test
  void byHand() {
    Agreement agreement =
        Agreement.of(
            List.of(
                row(1, 1, "trusted"),
                row(2, 2.2, "trusted"),
                row(2, 1, "rejected"),
                row(4, 3, "doubtful"),
                row(8, Double.NaN, "rejected")));
    assertThat(agreement.count()).isEqualTo(4);
    assertThat(agreement.medianError()).isCloseTo(0.175, within(1e-12));
    assertThat(agreement.orderPreserved()).isCloseTo(0.8, within(1e-12));
    assertThat(agreement.trusted()).isEqualTo(0.4);
    assertThat(agreement.worstTrusted()).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void nothingIsNaN() {
    Agreement none = Agreement.of(List.of());
    assertThat(none.medianError()).isNaN();
    assertThat(none.orderPreserved()).isNaN();
    assertThat(none.trusted()).isNaN();
    assertThat(none.worstTrusted()).isNaN();
  }
}

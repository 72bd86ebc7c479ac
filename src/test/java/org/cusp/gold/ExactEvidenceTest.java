package org.cusp.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected numbers from independent programs, to the digits they printed. */
class ExactEvidenceTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1.27208252838 2.42336733063 3.57465987713 4.72595242362 7.02853751662",
    "2, .673920192703 1.24956438292 1.82521065617 2.40085692942 3.55214947591",
    "3, .458791328192 .842554398481 1.22631858065 1.61008276281 2.37761112714",
    "4, .347847064425 .635669457375 .923492593999 1.21131573062 1.78696200387",
  })
  void powersOnTheUnitInterval(int k, String expected) {
    double[] n = {10, 100, 1000, 1e4, 1e6};
    String[] values = expected.split(" ");
    for (int i = 0; i < n.length; i++) {
      assertThat(ExactEvidence.power(k, n[i]))
          .isCloseTo(Double.parseDouble(values[i]), within(6e-12));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, 2, 1.23420158 2.084989622 3.005523342 4.963003451, 6e-9",
    "2, 4, .7243560126 1.223011508 1.757832206 2.874582482, 6e-10",
    "2, 6, .5081585026 .8532139649 1.219507943 1.975335349, 6e-10",
    "4, 4, .4574066366 .801392964 1.189080113 2.045688029, 6e-10",
    "4, 6, .3304945897 .5838543701 .8714781844 1.509638398, 6e-10",
  })
  void monomialsOnTheUnitSquare(int a, int b, String expected, double half) {
    double[] n = {100, 1000, 1e4, 1e6};
    String[] values = expected.split(" ");
    for (int i = 0; i < n.length; i++) {
      assertThat(KnownEvidence.monomial(MonomialLaw.of(a, b), n[i]))
          .isCloseTo(Double.parseDouble(values[i]), within(half));
    }
  }
}

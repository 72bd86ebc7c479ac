package org.cusp.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * K = 2 mu^2 with mu = (w1 - 1)(w1^2 + w2^2)^2 on the disc of radius 3 (Lau et al. 2023, figure 1):
 * lambda is 1/4 at the origin and 1/2 on the line. Expected numbers from an independent program.
 */
class LocalisedPotentialTest {
  private static final LocalisedPotential POTENTIAL =
      new LocalisedPotential("2(x-1)^2(x^2+y^2)^4", 3);

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1, 1e3, .303",
    "0, 0, 1, 1e6, .256",
    "0, 0, 1, 1e12, .250",
    "1, .3, 1, 1e2, .270",
    "1, .3, 1, 1e3, .369",
    "1, .3, 1, 1e6, .271",
    "1, .3, 1, 1e15, .250",
    "1, .3, 10, 1e3, .630",
    "1, .3, 10, 1e9, .378",
    "1, .3, 100, 1e2, .224",
    "1, .3, 100, 1e4, .503",
    "1, .3, 100, 1e12, .500",
    "1, .3, 1000, 1e3, .219",
    "1, .3, 1000, 1e4, .433",
    "0, 0, 100, 1e4, .006",
    "0, 0, 100, 1e9, .195",
  })
  void fixedLocalisationIsGlobalInTheEnd(
      double x, double y, double gamma, double n, double expected) {
    assertThat(POTENTIAL.llc(List.of(x, y), gamma, n / Math.log(n)))
        .isCloseTo(expected, within(6e-4));
  }
}

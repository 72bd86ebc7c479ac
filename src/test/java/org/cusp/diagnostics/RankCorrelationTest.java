package org.cusp.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RankCorrelationTest {
  /** Without ties 1 - 6 sum d^2 / (n (n^2 - 1)): ranks 1 2 3 4 5 and 2 1 4 3 5, sum d^2 = 4. */
  @Test
  void ranksAlone() {
    double[] x = {-3, 0, 1, 10, 1e6};
    assertThat(RankCorrelation.of(x, new double[] {0.2, 0.1, 0.4, 0.3, 0.5}))
        .isCloseTo(0.8, within(1e-12));
    assertThat(RankCorrelation.of(x, new double[] {5, 4, 3, 2, 1})).isCloseTo(-1, within(1e-12));
  }

  /** Ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4: 4.5 / sqrt(4.5 5). */
  @Test
  void equalNumbersShareTheirRank() {
    assertThat(RankCorrelation.of(new double[] {1, 2, 2, 3}, new double[] {1, 2, 3, 4}))
        .isCloseTo(Math.sqrt(0.9), within(1e-12));
    assertThat(RankCorrelation.of(new double[] {1, 1}, new double[] {1, 2})).isNaN();
  }
}

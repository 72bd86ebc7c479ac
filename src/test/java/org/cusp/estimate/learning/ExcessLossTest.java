package org.cusp.estimate.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.cusp.diagnostics.Estimate;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.junit.jupiter.api.Test;

/** q = N(0, 1) and p = N(d, 1): log q/p = d^2/2 - d z, whose mean is the divergence d^2/2. */
class ExcessLossTest {
  private static double[] logRatios(double d, int n) {
    RandomStream stream = RandomStream.of(3, Purpose.OUTPUTS, 0);
    double[] f = new double[n];
    for (int i = 0; i < n; i++) {
      f[i] = d * d / 2 - d * stream.normal(0, i);
    }
    return f;
  }

  @Test
  void theControlKeepsTheMeanAndTakesTheNoise() {
    for (double d : new double[] {0.02, 0.1, 0.5, 1.5}) {
      double[] f = logRatios(d, 4000);
      Estimate plain = ExcessLoss.plain(f);
      Estimate controlled = ExcessLoss.controlled(f, f);
      // Each within 4 standard errors: 1 false alarm in 2,000 seeds for the eight.
      assertThat(Math.abs(plain.value() - d * d / 2)).isLessThan(4 * plain.se());
      assertThat(Math.abs(controlled.value() - d * d / 2)).isLessThan(4 * controlled.se());
      assertThat(controlled.se()).isLessThanOrEqualTo(plain.se());
    }
  }

  /** For small d the terms are d^2 chi^2_1 / 2, of standard deviation d^2 / sqrt 2. */
  @Test
  void nearTheTruthTheErrorIsThatOfAChiSquared() {
    double d = 0.01;
    Estimate controlled = ExcessLoss.controlled(logRatios(d, 4000), logRatios(d, 4000));
    double expected = d * d / Math.sqrt(2) / Math.sqrt(4000);
    assertThat(controlled.se()).isCloseTo(expected, within(0.15 * expected));
    assertThat(ExcessLoss.plain(logRatios(d, 4000)).se()).isGreaterThan(50 * controlled.se());
  }

  @Test
  void nothingToControl() {
    double[] none = new double[10];
    assertThat(ExcessLoss.controlled(none, none)).isEqualTo(new Estimate(0, 0));
  }
}

package org.cusp.gold.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.cusp.contract.InvalidInput;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.junit.jupiter.api.Test;

class LambdaFitTest {
  private static final List<Double> LADDER = TemperatureSpectrum.ladder(4, 12, 1);

  private static List<SpectrumPoint> points(DoubleUnaryOperator energy, double se, long seed) {
    RandomStream stream = RandomStream.of(seed, Purpose.NOISE, 0);
    return LADDER.stream()
        .map(
            t -> {
              double noise = se * stream.normal(0, Math.round(Math.log10(t)));
              return new SpectrumPoint(t, energy.applyAsDouble(Math.log(t)) + noise, se);
            })
        .toList();
  }

  @Test
  void aSimplePoleIsAConstant() {
    LambdaFit fit = LambdaFit.of(points(log -> 0.75, 1e-7, 1), 3);
    assertThat(fit.lambda()).isCloseTo(0.75, within(1e-6));
    assertThat(fit.multiplicity()).isEqualTo(1);
    assertThat(fit.confidence()).isGreaterThan(0.99);
  }

  @Test
  void multiplePolesAreTold() {
    for (int m = 2; m <= 4; m++) {
      int order = m;
      LambdaFit fit = LambdaFit.of(points(log -> 1.5 - (order - 1) / (log + 3), 1e-7, 1), 4);
      assertThat(fit.multiplicity()).isEqualTo(m);
      assertThat(fit.lambda()).isCloseTo(1.5, within(1e-4));
    }
  }

  /** Z = t^-1/3 (1 + t^-1/6): the second pole is near, but it is no double one. */
  @Test
  void aCloseSecondPoleIsNoDoubleOne() {
    DoubleUnaryOperator energy = log -> 1.0 / 3 + Math.exp(-log / 6) / 6 / (1 + Math.exp(-log / 6));
    LambdaFit fit = LambdaFit.of(points(energy, 1e-7, 1), 2);
    assertThat(fit.lambda()).isCloseTo(1.0 / 3, within(1e-4));
    assertThat(fit.multiplicity()).isEqualTo(1);
  }

  /** Over 40 noisy sets the error says how far lambda is off; 3 sd of a binomial at 95%: 33. */
  @Test
  void theErrorIsHonest() {
    int covered = 0;
    for (int seed = 0; seed < 40; seed++) {
      LambdaFit fit = LambdaFit.of(points(log -> 2 - 1 / (log + 2), 0.002, seed), 2);
      covered += Math.abs(fit.lambda() - 2) < 1.96 * fit.se() ? 1 : 0;
    }
    assertThat(covered).isGreaterThanOrEqualTo(33);
  }

  @Test
  void needsSixPoints() {
    assertThatThrownBy(() -> LambdaFit.of(points(log -> 1, 1e-3, 1).subList(0, 5), 2))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("number of temperatures must be in [6, inf), got 5");
  }
}

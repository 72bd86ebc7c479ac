package org.cusp.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Test;

class NextTemperatureTest {
  /** Normal energies of mean 100 by quantiles. */
  private static double[] normal(double sd) {
    int count = 20_001;
    return IntStream.range(0, count)
        .mapToDouble(i -> 100 + sd * Math.sqrt(2) * Erf.erfInv(2 * (i + 0.5) / count - 1))
        .toArray();
  }

  /** Quantiles leave out the outermost tail, which is worth 0.001 here. */
  @Test
  void normalEnergiesMayMoveBySqrtLogTwo() {
    double next = NextTemperature.after(0.3, normal(5), 1e9);
    assertThat((next - 0.3) * 5).isCloseTo(Math.sqrt(Math.log(2)), within(2e-3));
  }

  @Test
  void theTopIsNotPassed() {
    assertThat(NextTemperature.after(0.9, normal(5), 1)).isEqualTo(1);
  }

  @Test
  void infiniteEnergiesHaveNoWeight() {
    double[] finite = normal(5);
    double[] some = new double[finite.length + 1000];
    Arrays.fill(some, Double.POSITIVE_INFINITY);
    System.arraycopy(finite, 0, some, 0, finite.length);
    assertThat(NextTemperature.after(0, some, 1e9))
        .isCloseTo(NextTemperature.after(0, finite, 1e9), within(1e-12));
  }
}

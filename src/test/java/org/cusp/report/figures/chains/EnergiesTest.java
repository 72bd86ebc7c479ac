package org.cusp.report.figures.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EnergiesTest {

  @Test
  void theDensityIsTheShareOverTheWidth() {
    // Of five draws, one lies in [0, 2), two in [2, 4], and two outside: 1/5/2 and 2/5/2.
    Energies energies = Energies.of(new double[] {-1, 1, 2, 4, 4.5}, 0, 4, 2);
    assertThat(energies.edges()).containsExactly(0, 2, 4);
    assertThat(energies.density()).containsExactly(new double[] {0.1, 0.2}, within(1e-15));
    assertThat(energies.outside()).isEqualTo(2);
  }

  @Test
  void widthsFollowTheQuartilesAndTailsAreCut() {
    // 0..999 and one far outlier: quartiles 250 and 750, so Freedman-Diaconis is 2 500 / 10 = 100.
    double[] draws = IntStream.rangeClosed(0, 1000).mapToDouble(i -> i == 1000 ? 1e9 : i).toArray();
    Energies energies = Energies.of(draws);
    assertThat(energies.density()).hasSize(10);
    assertThat(energies.edges()[10]).isEqualTo(999);
    assertThat(energies.outside()).isEqualTo(2);
    double width = energies.edges()[1] - energies.edges()[0];
    assertThat(Arrays.stream(energies.density()).sum() * width)
        .isCloseTo(999.0 / 1001, within(1e-12));
  }

  @Test
  void equalDrawsHaveAHistogramToo() {
    for (double value : new double[] {0, 3, -3}) {
      Energies energies = Energies.of(new double[] {value, value});
      assertThat(energies.edges()).isSorted().doesNotHaveDuplicates();
      assertThat(energies.outside()).isZero();
    }
  }

  @Test
  void thePowerLawIsTheGammaDensity() {
    double[] at = {-1, 0, 0.5, 2};
    // Gamma(1): exp(-x). Gamma(3): x^2 exp(-x) / 2.
    assertThat(EnergyFigure.powerLaw(1, at))
        .containsExactly(
            new double[] {Double.NaN, Double.NaN, Math.exp(-0.5), Math.exp(-2)}, within(1e-14));
    assertThat(EnergyFigure.powerLaw(3, at)[3]).isCloseTo(2 * Math.exp(-2), within(1e-14));
    assertThat(EnergyFigure.powerLaw(-1, at)).containsOnly(Double.NaN);
  }
}

package org.cusp.gold.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.gold.RankOneRegression;
import org.cusp.state.Bookmark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NarrowNetworkTest {
  private static final double[] T = {1e2, 1e4, 1e6, 1e8, 1e12};

  /** Two layers: one real integral, which shares nothing with the complex one. */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "2, 2", "3, 2", "3, 3", "6, 4", "10, 9"})
  void twoLayersAgreeWithTheIntegralOverOneNorm(int inputs, int outputs) {
    RankOneRegression real = new RankOneRegression(inputs, outputs);
    for (double t : T) {
      assertThat(NarrowNetwork.of(List.of(inputs, 1, outputs)).energy(t))
          .isCloseTo(real.energy(t), within(1e-11));
    }
  }

  /**
   * Three layers: {@code Z(t) = E (1 + t s_1 s_2)^(-d_3/2)} over chi-squares of d_1 and d_2
   * degrees, by the rectangle rule in both logarithms.
   */
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 1, 2", "2, 4, 3", "5, 2, 2"})
  void threeLayersAgreeWithADoubleIntegral(int d1, int d2, int d3) {
    for (double t : new double[] {1e2, 1e6, 1e12}) {
      double sum = 0;
      double moment = 0;
      for (double u = -90; u < 6; u += 0.06) {
        for (double v = -90; v < 6; v += 0.06) {
          double x = t * Math.exp(u + v);
          double log = d1 * u / 2 + d2 * v / 2 - (Math.exp(u) + Math.exp(v)) / 2;
          double weight = Math.exp(log - d3 / 2.0 * Math.log1p(x));
          sum += weight;
          moment += weight * d3 / 2.0 * x / (1 + x);
        }
      }
      assertThat(NarrowNetwork.of(List.of(d1, d2, 1, d3)).energy(t))
          .isCloseTo(moment / sum, within(1e-9));
    }
  }

  /** The order of the widths is of no account, and which of several ones is taken. */
  @Test
  void isSymmetricInTheWidths() {
    double energy = NarrowNetwork.of(List.of(2, 1, 3, 1, 5)).energy(1e7);
    assertThat(NarrowNetwork.of(List.of(5, 3, 2, 1, 1)).energy(1e7))
        .isCloseTo(energy, within(1e-12));
  }

  /** L scalars: lambda = 1/2 with m = L (Aoyagi 2024); at t = 1e12 the command is near. */
  @ParameterizedTest
  @CsvSource({"2", "3", "4", "5"})
  void scalars(int layers) {
    List<Integer> widths = java.util.Collections.nCopies(layers + 1, 1);
    LambdaFit fit =
        TemperatureSpectrum.ofDeepLinear(
                widths, 0, TemperatureSpectrum.ladder(2, 12, 1), 1, Bookmark.NONE)
            .fit();
    assertThat(fit.multiplicity()).isEqualTo(layers);
    assertThat(fit.lambda()).isCloseTo(0.5, within(0.005));
  }

  @Test
  void needsAWidthOfOne() {
    assertThatThrownBy(() -> NarrowNetwork.of(List.of(2, 3, 2)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("smallest width");
  }
}

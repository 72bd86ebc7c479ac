package org.cusp.gold.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cusp.exact.DeepLinear;
import org.cusp.exact.Rlct;
import org.cusp.exact.polynomial.PolynomialFunction;
import org.cusp.exact.polynomial.PolynomialProblem;
import org.cusp.gold.KnownEvidence;
import org.cusp.gold.MonomialLaw;
import org.cusp.gold.RankOneRegression;
import org.cusp.state.Bookmark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemperatureSpectrumTest {
  /** Fewer than the command takes, for time. */
  private static final int SWEEPS = 6_000;

  /**
   * Sampled energies against quadrature. False alarms: 9 points at 5 standard errors, at least 400
   * effective draws each, below 1e-5.
   */
  @Test
  void samplerOnTheCubeAgreesWithTheLawOfAMonomial() {
    List<Double> ladder = List.of(1e2, 1e3, 1e4, 1e6, 1e8, 1e10, 1e11, 1e12);
    PolynomialFunction k = PolynomialFunction.of(PolynomialProblem.atOrigin("x^2y^2z^2"));
    for (SpectrumPoint point : new BoxTempering(k, 3, ladder).points(1, Bookmark.NONE)) {
      double step = 1e-4;
      MonomialLaw law = MonomialLaw.of(2, 2, 2);
      double slope =
          (KnownEvidence.monomial(law, point.t() * Math.exp(step))
                  - KnownEvidence.monomial(law, point.t() * Math.exp(-step)))
              / (2 * step);
      assertThat(point.se()).isLessThan(0.03);
      assertThat(point.energy()).isCloseTo(slope, within(5 * point.se() + 1e-6));
    }
  }

  /** False alarms: 5 points at 5 standard errors, below 1e-5. */
  @Test
  void samplerOfDeepLinearNetworksAgreesWithQuadrature() {
    RankOneRegression exact = new RankOneRegression(3, 2);
    List<Double> ladder = List.of(1e2, 1e4, 1e6, 1e9, 1e12);
    for (SpectrumPoint point :
        new DeepLinearSpectrum(List.of(3, 1, 2), 0).points(ladder, SWEEPS, 3, Bookmark.NONE)) {
      assertThat(point.se()).isLessThan(0.01);
      assertThat(point.energy()).isCloseTo(exact.energy(point.t()), within(5 * point.se()));
    }
  }

  /**
   * Slopes of -log Z of H = 2 by an independent program, printed to 1e-4 (and 4 digits at most).
   * False alarms: 8 points at 5 standard errors, below 1e-5.
   */
  @ParameterizedTest
  @CsvSource({"2, 2, 1.3562 1.4769 1.4967", "3, 3, 2.2973 2.4670 2.4951"})
  void twoHiddenUnits(int inputs, int outputs, String expected) {
    String[] values = expected.split(" ");
    List<SpectrumPoint> points =
        new DeepLinearSpectrum(List.of(inputs, 2, outputs), 0)
            .points(List.of(1e2, 1e4, 1e6), SWEEPS, 5, Bookmark.NONE);
    for (int i = 0; i < values.length; i++) {
      assertThat(points.get(i).energy())
          .isCloseTo(Double.parseDouble(values[i]), within(5 * points.get(i).se() + 1e-4));
    }
  }

  /** A smaller ladder than the command's, for time: lambda to 3%, m where it is decided. */
  @ParameterizedTest
  @CsvSource({"2x2x2, 0", "3x2x3, 1"})
  void deepLinearNetworks(String widths, int rank) {
    List<Integer> list = java.util.Arrays.stream(widths.split("x")).map(Integer::valueOf).toList();
    Rlct exact = new DeepLinear(list, rank).rlct();
    List<Double> ladder = List.of(1e4, 1e5, 1e6, 1e7, 1e8, 1e10, 1e12);
    LambdaFit fit =
        LambdaFit.of(
            new DeepLinearSpectrum(list, rank).points(ladder, SWEEPS, 1, Bookmark.NONE),
            list.size() - 1);
    assertThat(fit.lambda()).isCloseTo(exact.lambdaValue(), within(0.03 * exact.lambdaValue()));
    assertThat(fit.probability().get(exact.multiplicity() - 1)).isGreaterThan(0.2);
  }
}

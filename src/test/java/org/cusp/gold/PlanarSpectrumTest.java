package org.cusp.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cusp.exact.polynomial.PolynomialFunction;
import org.cusp.exact.polynomial.PolynomialProblem;
import org.cusp.gold.spectrum.LambdaFit;
import org.cusp.gold.spectrum.TemperatureSpectrum;
import org.cusp.state.Bookmark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lambda and m of the worked planar examples, from their energies alone. */
class PlanarSpectrumTest {
  /** Fewer temperatures than the command takes, for time. */
  private static final List<Double> PLANAR = List.of(1e4, 1e5, 1e6, 1e7, 1e8, 1e10, 1e12);

  @ParameterizedTest
  @CsvSource({
    "x^2y^2, .5, 2",
    "x^2y^4, .25, 1",
    "x^2+y^2, 1, 1",
    "x^2+y^4, .75, 1",
    "(x^2+y^2)^2, .5, 1",
    "x^2y^2(x^2+y^2), .333333, 1",
    "x^6+x^2y^2+y^6, .5, 2",
    "x^4+x^2y^2+y^4, .5, 1",
    "x^4+x^2y^6+y^10, .35, 1",
    "(x+y)^2, .5, 1",
    "(y-x^2)^2, .5, 1",
    "(y-x^2)^2+x^6, .666667, 1",
    "(y-x^2)^2+x^4, .75, 1",
    "(x^2-y^2)^2, .5, 2",
    "(x^2-y^3)^2, .416667, 1",
    "((y-x^2)(y-2x^2))^2, .375, 1",
    "(y(y-x^2))^2, .375, 1",
    "x^2(y-x)^2, .5, 2",
    "(xy(x+y))^2, .333333, 1",
  })
  void planarExamples(String polynomial, double lambda, int m) {
    PolynomialFunction k = PolynomialFunction.of(PolynomialProblem.atOrigin(polynomial));
    LambdaFit fit = TemperatureSpectrum.ofPolynomial(k, PLANAR, 1, Bookmark.NONE).fit();
    assertThat(fit.lambda()).isCloseTo(lambda, within(0.001 * lambda));
    assertThat(fit.multiplicity()).isEqualTo(m);
  }

  /** The wider well at 1/2 (lambda = 1/2) only gives way beyond t = 1e5: 1% is what is left. */
  @Test
  void oneVariable() {
    PolynomialFunction k = PolynomialFunction.of(PolynomialProblem.atOrigin("x^4(x-1/2)^2"));
    assertThat(TemperatureSpectrum.ofPolynomial(k, PLANAR, 1, Bookmark.NONE).fit().lambda())
        .isCloseTo(0.25, within(0.0025));
  }
}

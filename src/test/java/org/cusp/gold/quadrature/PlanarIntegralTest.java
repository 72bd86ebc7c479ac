package org.cusp.gold.quadrature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.cusp.exact.polynomial.PolynomialFunction;
import org.cusp.exact.polynomial.PolynomialProblem;
import org.cusp.gold.KnownEvidence;
import org.cusp.gold.MonomialLaw;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanarIntegralTest {
  private static PlanarIntegral integral(String polynomial) {
    PolynomialFunction k = PolynomialFunction.of(PolynomialProblem.atOrigin(polynomial));
    double[] w = new double[2];
    return PlanarIntegral.onSquare(
        (x, y) -> {
          w[0] = x;
          w[1] = y;
          return k.applyAsDouble(w);
        },
        k.expanded());
  }

  /** Expected numbers from an independent program, to the digits on which two grids agreed. */
  @ParameterizedTest
  @CsvSource({
    "x^2y^2, 1.234202, .3478 .4105 .4366 .4559 .4662",
    "x^2y^4, 0.724356, .2043 .2371 .2461 .2493 .2499",
    "x^2+y^2, 4.846735, 1 1 1 1 1",
    "x^2+y^4, 3.672932, .75 .75 .75 .75 .75",
    "x^2y^2(x^2+y^2), 0.969657, .2560 .3044 .3210 .3296 .3322",
    "x^6+x^2y^2+y^6, 1.975669, .3969 .4284 .4461 .4607 .4691",
    "x^4+x^2y^6+y^10, 1.785531, .3477 .3484 .3490 .3495 .3497",
    "(x^2-y^2)^2, 1.581493, .3890 .4279 .4461 .4607 .4691",
    "(x^2-y^3)^2, 1.772247, .3717 .3912 .4009 .4085 .4123",
    "(y(y-x^2))^2, 1.228771, .2941 .3413 .3581 .3684 .3723",
    "x^2(y-x)^2, 1.247069, .3363 .4102 .4366 .4559 .4662",
    "(xy(x+y))^2, 0.703315, .2365 .3011 .3198 .3293 .3321",
  })
  void workedExamples(String polynomial, double freeEnergy, String slopes) {
    double[] t = {1e2, 1e4, 1e6, 1e9, 1e12};
    String[] values = slopes.split(" ");
    PlanarIntegral integral = integral(polynomial);
    assertThat(integral.at(100).freeEnergy()).isCloseTo(freeEnergy, within(1.1e-6));
    for (int i = 0; i < t.length; i++) {
      assertThat(integral.at(t[i]).energy())
          .isCloseTo(Double.parseDouble(values[i]), within(1.7e-4));
    }
  }

  /** x + y has a triangular density: Z = sqrt(pi/t) erf(2 sqrt t)/2 - (1 - e^-4t)/(4t). */
  @Test
  void aLineAcrossTheSquare() {
    PlanarIntegral integral = integral("(x+y)^2");
    for (double t = 1; t < 1e13; t *= 100) {
      double z =
          Math.sqrt(Math.PI / t) * Erf.erf(2 * Math.sqrt(t)) / 2 + Math.expm1(-4 * t) / (4 * t);
      assertThat(integral.at(t).freeEnergy()).isCloseTo(-Math.log(z), within(1e-8));
    }
  }

  /** The closed form in the plane's normal crossing: an integral over log|xy|. */
  @Test
  void agreesWithTheLawOfAMonomial() {
    PlanarIntegral integral = integral("x^2y^6");
    for (double t : new double[] {10, 1e5, 1e10}) {
      assertThat(integral.at(t).freeEnergy())
          .isCloseTo(KnownEvidence.monomial(MonomialLaw.of(2, 6), t), within(1e-8));
    }
  }
}

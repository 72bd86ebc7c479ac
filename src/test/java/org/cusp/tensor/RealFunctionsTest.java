package org.cusp.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealFunctionsTest {
  private static final MathContext DIGITS = new MathContext(40);

  /** StrictMath.tanh is itself within 2.5 units in the last place of the true value. */
  @Test
  void tanhIsThatOfTheLibrary() {
    double largest = 0;
    double x = 1e-310;
    while (x < 1e300) {
      double expected = StrictMath.tanh(x);
      largest = Math.max(largest, Math.abs(RealFunctions.tanh(x) - expected) / Math.ulp(expected));
      assertThat(RealFunctions.tanh(-x)).isEqualTo(-RealFunctions.tanh(x));
      x *= x > 1e-3 && x < 30 ? 1.00003 : 1.03;
    }
    assertThat(largest).isLessThanOrEqualTo(2);
  }

  /** Against (e^2x - 1) / (e^2x + 1) in forty digits. */
  @Test
  void tanhIsWithinTwoUnitsOfTheTrueValue() {
    for (double x = 0.0137; x < 21; x *= 1.031) {
      BigDecimal e = exp(new BigDecimal(2 * x));
      BigDecimal expected = e.subtract(BigDecimal.ONE).divide(e.add(BigDecimal.ONE), DIGITS);
      BigDecimal error = new BigDecimal(RealFunctions.tanh(x)).subtract(expected).abs();
      assertThat(error.doubleValue() / Math.ulp(expected.doubleValue()))
          .as("at " + x)
          .isLessThan(2);
    }
  }

  private static BigDecimal exp(BigDecimal x) {
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int k = 1; k < 180; k++) {
      term = term.multiply(x).divide(BigDecimal.valueOf(k), DIGITS);
      sum = sum.add(term);
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {0.0, -0.0, Double.MIN_VALUE, 22.5, 1e9, Double.POSITIVE_INFINITY, Double.NaN})
  void tanhAtTheEnds(double x) {
    assertThat((Double) RealFunctions.tanh(x)).isEqualTo((Double) Math.tanh(x));
    assertThat((Double) RealFunctions.tanh(-x)).isEqualTo((Double) Math.tanh(-x));
  }

  @Test
  void erfIsThatOfAnIncompleteGammaFunction() {
    for (double x = 1e-12; x < 7; x = x < 1e-2 ? 1.7 * x : x + 0.00137) {
      double expected = Erf.erf(x);
      double here = RealFunctions.erf(x);
      assertThat(here).as("at " + x).isCloseTo(expected, within(4e-16 + 2e-15 * expected));
      assertThat(RealFunctions.erf(-x)).isEqualTo(-here);
    }
  }

  /** sum_k (-1)^k x^(2k+1) / (k! (2k+1)) in forty digits. */
  @Test
  void erfIsWithinItsBoundOfTheTrueValue() {
    BigDecimal scale = new BigDecimal("1.1283791670955125738961589031215451716881");
    for (double x = 1e-3; x < 3; x *= 1.031) {
      BigDecimal square = new BigDecimal(x).multiply(new BigDecimal(x), DIGITS).negate();
      BigDecimal power = new BigDecimal(x);
      BigDecimal sum = power;
      for (int k = 1; k < 80; k++) {
        power = power.multiply(square).divide(BigDecimal.valueOf(k), DIGITS);
        sum = sum.add(power.divide(BigDecimal.valueOf(2L * k + 1), DIGITS));
      }
      BigDecimal expected = sum.multiply(scale);
      double error = new BigDecimal(RealFunctions.erf(x)).subtract(expected).doubleValue();
      assertThat(Math.abs(error)).as("at " + x).isLessThan(3e-16 * Math.min(1, 3 * x));
    }
  }

  @Test
  void erfAtTheEnds() {
    assertThat(RealFunctions.erf(0)).isEqualTo(0);
    assertThat(RealFunctions.erf(6)).isEqualTo(1);
    assertThat(RealFunctions.erf(Math.nextDown(6.0))).isBetween(1 - 2e-16, 1.0);
    assertThat(RealFunctions.erf(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
    assertThat(RealFunctions.erf(Double.NaN)).isNaN();
  }
}

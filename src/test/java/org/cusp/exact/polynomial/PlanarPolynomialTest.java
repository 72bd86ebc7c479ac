package org.cusp.exact.polynomial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.exact.Rlct;
import org.hipparchus.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plane polynomials whose lambda and m were computed independently, by quadrature or by hand. */
class PlanarPolynomialTest {

  private static Rlct of(String text) {
    return PolynomialProblem.atOrigin(text).answer().rlct();
  }

  private static void assertPair(String text, String lambda, int m) {
    Rlct rlct = of(text);
    assertThat(rlct.lambdaText()).as(text).isEqualTo(lambda);
    assertThat(rlct.multiplicity()).as(text).isEqualTo(m);
    assertThat(rlct.isExact()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "x^2y^2, 1/2, 2",
    "x^2y^4, 1/4, 1",
    "x^2+y^2, 1, 1",
    "x^2+y^4, 3/4, 1",
    "(x^2+y^2)^2, 1/2, 1",
    "x^2y^2(x^2+y^2), 1/3, 1",
    "x^6+x^2y^2+y^6, 1/2, 2",
    "x^4+x^2y^2+y^4, 1/2, 1",
    "x^4+x^2y^6+y^10, 7/20, 1",
    "(x+y)^2, 1/2, 1",
    "(y-x^2)^2, 1/2, 1",
    "(y-x^2)^2+x^6, 2/3, 1",
    "(y-x^2)^2+x^4, 3/4, 1",
    "(x^2-y^2)^2, 1/2, 2",
    "(x^2-y^3)^2, 5/12, 1",
    "((y-x^2)(y-2x^2))^2, 3/8, 1",
    "(y(y-x^2))^2, 3/8, 1",
    "x^2(y-x)^2, 1/2, 2",
    "(xy(x+y))^2, 1/3, 1",
    "((y-x^2)^2-x^5)^2, 7/20, 1",
    "(y-x^2)^4+x^12, 1/3, 1"
  })
  void workedExamples(String text, String lambda, int m) {
    assertPair(text, lambda, m);
  }

  /** Quadratic irrational tangents: x^2 - 2 y^2 is x y after a linear change over the reals. */
  @ParameterizedTest
  @CsvSource({
    "(x^2-2y^2)^2, 1/2, 2",
    "(x^2+2y^2)^2, 1/2, 1",
    // u^4 (s^2 + u^4) at each tangent: (N, nu) = (4, 2), then (8, 4): two divisors with 1/2 meet
    "(x^2-2y^2)^2+x^8, 1/2, 2",
    // one real tangent x^3 = 2 y^3, the other two are complex
    "(x^3-2y^3)^2, 1/3, 1",
    // u^8 (s^2 - 3 u^2)^2 at each tangent: (8, 2), then (12, 3): two divisors with 1/4 meet
    "((x^2-2y^2)^2-3x^6)^2, 1/4, 2",
    // (16, 2), (24, 3) and (52, 7): the points of the second divisor need one more square root
    "(((x^2-2y^2)^2-3x^6)^2-x^13)^2, 1/8, 2"
  })
  void irrationalTangents(String text, String lambda, int m) {
    assertPair(text, lambda, m);
  }

  @Test
  void scalingAndLinearChangesDoNotMatter() {
    for (String text : List.of("(X^2-Y^3)^2", "(Y-X^2)^2+X^6", "(X^2-Y^2)^2", "X^2Y^2(X^2+Y^2)")) {
      Rlct plain = of(text.toLowerCase(java.util.Locale.ROOT));
      String changed = text.replace("X", "(3x+2y)").replace("Y", "(x-5/7y)");
      Rlct moved = of(changed);
      assertThat(moved.lambda()).isEqualTo(plain.lambda());
      assertThat(moved.multiplicity()).isEqualTo(plain.multiplicity());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x^3",
        "x^2-y^2",
        "x*y",
        "x^2-y^3",
        "-x^2",
        "-(x^2+y^2)",
        "x^2*y^3+x^4",
        "-x^2*y^4",
        "y^2*(x^2-2y^2)",
        "x^4-y^2"
      })
  void negativeValuesAreRefused(String text) {
    assertThatThrownBy(() -> of(text))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("takes negative values");
  }

  @Test
  void zeroAndNonzeroAreRefused() {
    assertThatThrownBy(() -> of("0")).hasMessageContaining("K is zero everywhere");
    assertThatThrownBy(() -> of("x-x")).hasMessageContaining("K is zero everywhere");
    assertThatThrownBy(() -> of("x^2+3/2"))
        .hasMessage(
            "polynomial: K(x=0) is positive (3/2), not 0; the learning coefficient is that of a"
                + " zero of K");
  }

  @Test
  void otherPointsAndPriors() {
    PolynomialProblem cusp = PolynomialProblem.atOrigin("(x^2-y^3)^2");
    Rlct smooth = cusp.at(List.of(BigFraction.ONE, BigFraction.ONE)).answer().rlct();
    assertThat(smooth.lambdaText()).isEqualTo("1/2");
    Rlct crossing = PolynomialProblem.atOrigin("x^2y^4").withPrior(List.of(0, 3)).answer().rlct();
    assertThat(crossing.lambdaText()).isEqualTo("1/2");
    assertThat(crossing.multiplicity()).isEqualTo(1);
    Rlct radial = PolynomialProblem.atOrigin("x^2+y^2").withPrior(List.of(1, 2)).answer().rlct();
    assertThat(radial.lambdaText()).isEqualTo("5/2");
    Rlct line = PolynomialProblem.atOrigin("(x-y)^2").withPrior(List.of(1, 0)).answer().rlct();
    assertThat(line.lambdaText()).isEqualTo("1/2");
    assertThat(line.multiplicity()).isEqualTo(1);
  }

  @Test
  void oneVariableAndLines() {
    assertPair("x^6", "1/6", 1);
    assertPair("x^2*(1-x)^3", "1/2", 1);
    assertPair("(x+y)^200", "1/200", 1);
    assertPair("((x+y)*(x-y))^200", "1/200", 2);
    assertPair("(y-x^100)^2+x^1000", "501/1000", 1);
    assertPair("(x-1)^2*(x^2-y^3)^2", "5/12", 1);
  }
}

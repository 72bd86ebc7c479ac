package org.cusp.exact.polynomial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cusp.contract.InvalidInput;
import org.cusp.exact.ReducedRank;
import org.cusp.exact.Rlct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parsing, and polynomials in more than two variables. */
class PolynomialProblemTest {
  private static PolynomialAnswer of(String text) {
    return PolynomialProblem.atOrigin(text).answer();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "x^2y^2; x^2*y^2",
        "2 x * 3 y; 6*x*y",
        "(x+y)(x-y); x^2 - y^2",
        "1/2x^2 + 0.25 y; 1/2*x^2 + 1/4*y",
        "x/2; 1/2*x",
        "x**3; x^3",
        "-x+3-+0; error",
        "w_12^2; w_12^2",
        "theta*x2; theta*x2",
        "ab; a*b",
        "x^0; 1",
        "(x^2)^3; x^6",
        "x2y^2; x2*y^2",
        "2*e3; 2*e3",
        "2e^2; 2*e^2",
        "-(x-1)^2; -x^2 + 2*x - 1"
      })
  void reads(String text, String expected) {
    if (expected.equals("error")) {
      assertThatThrownBy(() -> PolynomialParser.parse(text)).isInstanceOf(InvalidInput.class);
      return;
    }
    PolynomialProblem problem = PolynomialProblem.atOrigin(text);
    assertThat(PolynomialParser.parse(text).expand(problem.variables())).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "x^2+; expected a number, a variable or '(' at position 5",
        "x^2+(2E3*y)^2; '2E3' may be a power of ten or a variable: write the number out, or a '*' at position 6",
        "(1e-2*x+y)^2; '1e-2' may be a power of ten or a variable",
        "x^2+1.5e+3y^2; '1.5e+3' may be a power of ten or a variable",
        "x^2 + * y; unexpected '*' at position 7",
        "x/y; division is only allowed by a number; position 3",
        "x/(2); division is only allowed by a number",
        "x/0; division by zero at position 3",
        "x^0.5; expected a whole exponent, got a decimal at position 4",
        "x^-1; expected a whole exponent of at least 0 at position 3",
        "x^y; expected a whole exponent of at least 0 at position 3",
        "x^99999999; is above the largest allowed (1000000) at position 3",
        "(x^2; no ')' for the '(' at position 1",
        "x^2); unexpected ')' at position 4",
        "x $ y; unexpected '$' at position 3",
        "(x^1000)^9999; an exponent exceeds 1000000",
        "x^999999*x^999999+y^2; an exponent exceeds 1000000",
        "(x+y+z)^5000+w^2; too large to be multiplied out",
        "(a+b+c+d+e+f+g+h)^20+w; too large",
        ". + x; expected a number"
      })
  void mistakesNameThePosition(String text, String message) {
    assertThatThrownBy(() -> of(text))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void deepBracketsAreRefused() {
    assertThatThrownBy(() -> of("(".repeat(5000) + "x" + ")".repeat(5000)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("nested brackets");
  }

  /** Lambda and m by hand: sums and products of independent functions, coordinates, faces. */
  @ParameterizedTest
  @CsvSource({
    "x^2+y^2+z^2, 3/2, 1",
    "(x^2+y^2+z^2)^2, 3/4, 1",
    "x^2y^2z^2, 1/2, 3",
    "x^2*(y^2+z^2), 1/2, 1",
    "x^4*(y^2+z^2)^2*(u^2-v^2)^2, 1/4, 1",
    "(x^2-y^2)^2*(z^2-w^2)^2, 1/2, 4",
    "(x^2-y^3)^2+z^2+w^6, 13/12, 1",
    "(x+y+z)^2, 1/2, 1",
    "(x+y+z)^200, 1/200, 1",
    "(x+y+z+x*y)^2, 1/2, 1",
    "(x+y)^2+(y+z)^2+(x-z)^2, 1, 1",
    "(z-x^2)^2+(z-y^2)^2+z^2, 1, 1",
    "(x*y*z)^2+(x^2-y^3+z)^2, 8/11, 1",
    "x^4+y^4+z^4+x^2y^2z^2, 3/4, 1",
    "x^4+y^4+z^4-x^2*y*z, 3/4, 1",
    "(a*c)^2+(a*d)^2+(b*c)^2+(b*d)^2, 1, 2"
  })
  void moreThanTwoVariables(String text, String lambda, int m) {
    PolynomialAnswer answer = of(text);
    assertThat(answer.rlct().lambdaText()).isEqualTo(lambda);
    assertThat(answer.rlct().multiplicity()).isEqualTo(m);
    assertThat(answer.rlct().isExact() || text.contains("x^2*y*z")).isTrue();
  }

  /** |b a^T|^2 is reduced-rank regression with one hidden unit. */
  @Test
  void newtonPolyhedraAgreeWithReducedRankRegression() {
    String[] a = {"a1", "a2", "a3", "a4"};
    String[] b = {"b1", "b2", "b3", "b4"};
    for (int m = 1; m <= 4; m++) {
      for (int n = 1; n <= 4; n++) {
        StringBuilder text = new StringBuilder("0");
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < n; j++) {
            text.append("+(").append(a[i]).append(b[j]).append(")^2");
          }
        }
        Rlct rlct = of(text.toString()).rlct();
        Rlct formula = new ReducedRank(m, n, 1, 0).rlct();
        assertThat(rlct.lambda()).isEqualTo(formula.lambda());
        assertThat(rlct.multiplicity()).isEqualTo(formula.multiplicity());
        assertThat(rlct.isExact()).isTrue();
      }
    }
  }

  /** True values 3/4 and 2/3 (Vandermonde type with two units), from above. */
  @ParameterizedTest
  @CsvSource({
    "(ab+cd)^2+(ab^2+cd^2)^2, 0.75",
    "(ab+cd)^2+(ab^3+cd^3)^2, 0.6666666666666666",
    "(ae+bf)^2+(ag+bh)^2+(ce+df)^2+(cg+dh)^2, 1.5"
  })
  void degenerateFacesGiveBoundsWithTheirReason(String text, double truth) {
    PolynomialAnswer answer = of(text);
    assertThat(answer.rlct().isExact()).isFalse();
    assertThat(answer.rlct().lambdaValue()).isGreaterThanOrEqualTo(truth);
    assertThat(answer.reason()).contains("face polynomial").contains("zeros off the axes");
  }

  @ParameterizedTest
  @CsvSource({
    "x^2*y*z, takes negative values",
    "x^2+y^2-z^2+x*y*z, takes negative values",
    "x^4+y^4+z^4-x*y*z, takes negative values",
    "-(x^2+y^2+z^2), takes negative values",
    "(x+y+z)^3, takes negative values",
    "x^2+y^2+z^2+1, not 0",
    "(x+y+z-1)^2, not 0",
    "(x+y+z)^2-(x+y+z)^2, zero everywhere"
  })
  void unsuitableFunctionsAreRefused(String text, String message) {
    assertThatThrownBy(() -> of(text))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(message);
  }

  @Test
  void priorsInMoreVariables() {
    // (x y z)^2 with |x|^1: 2/2, 1/2, 1/2.
    PolynomialProblem problem =
        PolynomialProblem.atOrigin("x^2y^2z^2").withPrior(java.util.List.of(1, 0, 0));
    assertThat(problem.answer().rlct().lambdaText()).isEqualTo("1/2");
    assertThat(problem.answer().rlct().multiplicity()).isEqualTo(2);
    // x^2 + y^2 + z^2 with |x|^3: half of 1 + 1 + 4.
    Rlct sphere =
        PolynomialProblem.atOrigin("x^2+y^2+z^2")
            .withPrior(java.util.List.of(3, 0, 0))
            .answer()
            .rlct();
    assertThat(sphere.lambdaText()).isEqualTo("3");
  }
}

package org.cusp.exact.polynomial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Short texts of much work: an answer or one line, never a full stack or a full memory. */
@Timeout(60)
class HostilePolynomialTest {
  private static String lambda(String text) {
    return PolynomialProblem.atOrigin(text).answer().rlct().lambdaText();
  }

  private static String joined(
      int count, String between, java.util.function.IntFunction<String> f) {
    return IntStream.range(0, count).mapToObj(f).collect(Collectors.joining(between));
  }

  @Test
  void longChainsOfPowersAreOnePower() {
    assertThat(lambda("x^2" + "^1".repeat(20_000))).isEqualTo("1/2");
    assertThat(lambda("x^2^3^4")).isEqualTo("1/24");
    assertThat(lambda("(x^2)^3")).isEqualTo("1/6");
  }

  /** x to the 30,000 and y to the 30,000: lambda = 1/30000 for each, so m = 2. */
  @Test
  void longProductsAreGathered() {
    assertThat(lambda("xy".repeat(30_000))).isEqualTo("1/30000");
    assertThat(PolynomialProblem.atOrigin("xy".repeat(30_000)).answer().rlct().multiplicity())
        .isEqualTo(2);
  }

  @Test
  void equalFactorsMakeSquares() {
    assertThat(lambda("x*x + y*y*y*y + z*z")).isEqualTo("5/4");
  }

  @Test
  void manySummandsAreAdded() {
    assertThat(lambda(joined(300, "+", i -> "w" + i + "^2"))).isEqualTo("150");
    assertThat(lambda(joined(2_000, "+", i -> "x^" + (2 * i + 4)))).isEqualTo("1/4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(99999^1000000)^2 + 1/2 x^6",
        "1/3^1000000 x^2",
        "((((x+1/7)^99)^99)^9)^9 + y^2",
        "(x+y+z+u+v)^60 + (x-y)^2",
        "(x^999+y^1000)^2+x^5000",
        "(y^3-x^2+x*y)^4000+x^999999",
      })
  void refusedInOneLine(String text) {
    assertThatThrownBy(() -> lambda(text))
        .isInstanceOf(InvalidInput.class)
        .message()
        .hasSizeLessThan(200)
        .doesNotContain("\n");
  }

  @Test
  void refusedByLengthDepthAndVariables() {
    assertThatThrownBy(() -> lambda("(".repeat(90_000))).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> lambda("x".repeat(100_001))).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> lambda("7".repeat(60_000) + "x^2")).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> lambda("-".repeat(60_000) + "x^2")).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> lambda(joined(8_000, "+", i -> "w" + i + "^2")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("variables");
    assertThatThrownBy(() -> lambda(joined(5_000, "+", i -> "x^2/" + (2 * i + 3))))
        .isInstanceOf(InvalidInput.class);
  }
}

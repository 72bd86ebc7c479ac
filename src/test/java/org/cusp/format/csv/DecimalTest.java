package org.cusp.format.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {
  private static double parse(String text) {
    char[] chars = ("<" + text + ">").toCharArray();
    return Decimal.parse(chars, 1, chars.length - 1);
  }

  /** The Java library is the independent reference: it rounds correctly. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "+7",
        "1.",
        ".5",
        "-.5e1",
        "1e22",
        "1e23",
        "1e-22",
        "1e-23",
        "123456789012345678",
        "9007199254740993",
        "9007199254740992",
        "0.1",
        "1.7976931348623157e308",
        "4.9e-324",
        "2.2250738585072011e-308",
        "0.000000000000000000000000000000001",
        "00000000000000000000012",
        "3.14159265358979323846264338327950288",
        "1E5",
        "1e+5",
        "179e-2",
        "1e-9999999999"
      })
  void roundsAsTheLibraryDoes(String text) {
    assertThat(parse(text)).isEqualTo(Double.valueOf(text));
  }

  @Test
  void roundsRandomNumbersAsTheLibraryDoes() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      String shortest = Double.toString(random.nextInt(2) == 0 ? value : random.nextDouble());
      if (!shortest.contains("N") && !shortest.contains("I")) {
        assertThat(parse(shortest)).isEqualTo(Double.parseDouble(shortest));
      }
      String plain = random.nextLong(1L << 60) + "." + random.nextInt(1 << 20);
      assertThat(parse(plain)).isEqualTo(Double.parseDouble(plain));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "-", ".", "e5", "1e", "1e+", "1.2.3", "1d", "1f", "0x1p3", "1 2", "--1", "NaN", "inf",
        "1,5", "1e5.5", "½", "1e5x"
      })
  void whatIsNoNumberIsNaN(String text) {
    assertThat(parse(text)).isNaN();
  }

  @Test
  void tooLargeIsInfinite() {
    assertThat(parse("-1e999")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(parse("1e99999999999999999999")).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "nan", "-inf", "+Infinity", "INF"})
  void knowsTheWordsForNonFinite(String word) {
    assertThat(Decimal.isNonFinite(word)).isTrue();
  }
}

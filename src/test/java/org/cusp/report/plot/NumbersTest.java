package org.cusp.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "53.4567 | 1.2 | 53.5 ± 1.2",
        "53.4567 | 0.354 | 53.46 ± 0.35",
        "53.4567 | 0.355 | 53.5 ± 0.4",
        "53.4567 | 0.96 | 53.5 ± 1.0",
        "-20.04 | 5.2 | −20 ± 5",
        "12345.67 | 1.25 | 12,345.7 ± 1.2",
        "1234 | 56 | 1,230 ± 60",
        "0.0003 | 12 | 0 ± 12",
        "0.00001234 | 0.00000012 | (1.234 ± 0.012) × 10⁻⁵",
        "1 | 0.00000026 | 1.00000000 ± 0.00000026",
        "-1.5e9 | 2.0e7 | (−1.500 ± 0.020) × 10⁹",
        "5 | 0 | 5",
        "5 | NaN | 5",
        "NaN | 1 | –",
        "-Infinity | 1 | −∞",
      })
  void roundsTheValueToThePlaceOfItsError(double value, double se, String expected) {
    assertThat(Numbers.plusMinus(value, se)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2.302585 | 2.303 | 2.303",
        "2.3 | 2.3 | 2.300",
        "0.00712345 | 0.007123 | 0.007123",
        "0.00000712345 | 7.123 × 10⁻⁶ | 7.123 × 10⁻⁶",
        "1234567 | 1,235,000 | 1,235,000",
        "12345678 | 1.235 × 10⁷ | 1.235 × 10⁷",
        "-41234 | −41,230 | −41,230",
        "9.99996 | 10 | 10.00",
        "0 | 0 | 0",
        "NaN | – | –",
        "Infinity | ∞ | ∞",
      })
  void writesFourSignificantDigits(double value, String plain, String measured) {
    assertThat(Numbers.plain(value)).isEqualTo(plain);
    assertThat(Numbers.measured(value)).isEqualTo(measured);
  }

  @Test
  void groupsThousandsAndWritesPercentages() {
    assertThat(Numbers.integer(3000)).isEqualTo("3,000");
    assertThat(Numbers.integer(-1234567)).isEqualTo("−1,234,567");
    assertThat(Numbers.integer(999)).isEqualTo("999");
    assertThat(Numbers.percent(0.9721)).isEqualTo("97.2%");
    assertThat(Numbers.percent(Double.NaN)).isEqualTo("–");
    assertThat(Numbers.fixed(2399.7, 0)).isEqualTo("2,400");
  }

  @Test
  void numbersOfAnAxisHaveTheDigitsInWhichItsTicksDiffer() {
    assertThat(Numbers.between(0.30000000000000004, 0.9)).isEqualTo("0.3");
    assertThat(Numbers.between(5e-5, 4.5e-4)).as("beside 0.0001").isEqualTo("0.00005");
    assertThat(Numbers.between(1000.04, 0.1)).isEqualTo("1,000.04");
    assertThat(Numbers.between(-2500, 8000)).isEqualTo("−2,500");
    assertThat(Numbers.between(0, 1e-9)).isEqualTo("0");
    assertThat(Numbers.between(4e-9, 1e-8)).isEqualTo("4 × 10⁻⁹");
    assertThat(Numbers.between(3e9, 1e10)).isEqualTo("3 × 10⁹");
  }
}

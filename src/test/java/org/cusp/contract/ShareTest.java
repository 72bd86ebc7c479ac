package org.cusp.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {
  @ParameterizedTest
  @CsvSource({"1%, 0.01", "0.01, 0.01", ".01, 0.01", "2.5 %, 0.025", " 12% , 0.12", "1e-1%, 0.001"})
  void bothWaysAreTheSameNumber(String text, double expected) {
    assertThat(Share.parse(text)).hasValue(expected);
  }

  /** The nearest double to each, not a hundredth of the nearest to another. */
  @Test
  void noDigitIsLost() {
    for (int i = 1; i < 1000; i++) {
      assertThat(Share.parse(i + "%")).hasValue(Double.parseDouble(i + "e-2"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "one", "1%%", "NaN", "1 2"})
  void otherTextIsNone(String text) {
    assertThat(Share.parse(text)).isEmpty();
  }
}

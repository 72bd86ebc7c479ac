package org.cusp.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Sizes and class counts as the UCI repository gives them for the test part (optdigits.tes). */
class DigitsTest {
  @Test
  void theTableIsTheOneOfTheRepository() {
    DataSet digits = Digits.load();
    assertThat(digits.n()).isEqualTo(1797);
    assertThat(digits.features()).isEqualTo(Digits.SIDE * Digits.SIDE);
    Targets.Classes classes = (Targets.Classes) digits.targets();
    assertThat(classes.counts()).containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
    assertThat(Arrays.stream(digits.x()).min()).hasValue(0);
    assertThat(Arrays.stream(digits.x()).max()).hasValue(Digits.LARGEST_PIXEL);
    assertThat(Arrays.copyOf(digits.x(), 8)).containsExactly(0, 0, 5, 13, 9, 1, 0, 0);
    assertThat(digits.summary())
        .isEqualTo("digits: 1797 examples, 64 features, 10 classes (174 to 183 each)");
  }

  @Test
  void theCreditTravelsWithTheTable() throws Exception {
    try (var in = Digits.class.getResourceAsStream("digits.LICENSE.txt")) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .contains("E. Alpaydin and C. Kaynak")
          .contains("10.24432/C50P49")
          .contains("CC BY 4.0");
    }
  }
}

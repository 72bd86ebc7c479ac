package org.cusp.rng;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers of Threefry-2x32-20, as published with the Random123 library. */
class ThreefryTest {
  @ParameterizedTest
  @CsvSource({
    "00000000, 00000000, 00000000, 00000000, 6b200159, 99ba4efe",
    "ffffffff, ffffffff, ffffffff, ffffffff, 1cb996fc, bb002be7",
    "243f6a88, 85a308d3, 13198a2e, 03707344, c4923a9c, 483df7a0"
  })
  void matchesPublishedBlocks(String c0, String c1, String k0, String k1, String x0, String x1) {
    assertThat(Threefry.block(words(k0, k1), words(c0, c1))).isEqualTo(words(x0, x1));
  }

  private static long words(String low, String high) {
    return Long.parseLong(low, 16) | (Long.parseLong(high, 16) << 32);
  }
}

package org.cusp.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementTypeTest {
  private static double big(ElementType type, String hex) {
    return type.at(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), 0);
  }

  /** IEEE 754 binary16 values: one, a third, the smallest and largest (sub)normals, infinity. */
  @ParameterizedTest
  @CsvSource({
    "3c00, 1.0",
    "3555, 0.333251953125",
    "0001, 5.960464477539063e-08",
    "03ff, 6.097555160522461e-05",
    "0400, 6.103515625e-05",
    "7bff, 65504",
    "fbff, -65504",
    "fc00, -Infinity",
    "7e00, NaN",
    "8000, -0.0"
  })
  void readsHalfFloats(String hex, Double expected) {
    assertThat(big(ElementType.F16, hex)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "F64, 3ff8000000000000, 1.5",
    "F32, c0490fdb, -3.1415927410125732",
    "BF16, 3fc0, 1.5",
    "BF16, ff80, -Infinity",
    "I64, fffffffffffffff9, -7",
    "I32, 80000000, -2147483648",
    "I16, ffff, -1",
    "I8, 80, -128",
    "U64, ffffffffffffffff, 18446744073709551615",
    "U64, 8000000000000000, 9223372036854775808",
    "U32, ffffffff, 4294967295",
    "U16, ffff, 65535",
    "U8, ff, 255",
    "BOOL, 01, 1",
    "BOOL, 00, 0"
  })
  void readsEveryType(ElementType type, String hex, double expected) {
    assertThat(hex.length()).isEqualTo(2 * type.bytes());
    assertThat(big(type, hex)).isEqualTo(expected);
  }

  /** 2^63 + 1025 lies just above the middle of two doubles, 2^63 and 2^63 + 2048. */
  @Test
  void roundsUnsignedIntegersOnce() {
    assertThat(big(ElementType.U64, "8000000000000401")).isEqualTo(0x1p63 + 2048);
    assertThat(big(ElementType.U64, "8000000000000400")).isEqualTo(0x1p63);
  }

  @Test
  void followsTheByteOrder() {
    ByteBuffer little =
        ByteBuffer.wrap(HexFormat.of().parseHex("000100")).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(ElementType.U16.at(little, 0)).isEqualTo(256);
    assertThat(ElementType.U16.at(little, 1)).isEqualTo(1);
  }
}

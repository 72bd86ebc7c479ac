package org.cusp.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SvgCompactTest {

  @Test
  void joinsSegmentsThatContinueEachOther() {
    String shapes =
        """
        <line style="S;" x1="0" x2="1.23456" y1="5" y2="6"/>
        <line style="S;" x1="1.23456" x2="3" y1="6" y2="4"/>
        <line style="S;" x1="9" x2="10" y1="4" y2="4"/>
        <line style="T;" x1="10" x2="11" y1="4" y2="4"/>
        """;
    assertThat(SvgCompact.compact(shapes, "a"))
        .isEqualTo(
            """
            <path d="M0,5 L1.23,6 3,4" style="S;stroke-linejoin:round;"/>
            <path d="M9,4 L10,4" style="S;stroke-linejoin:round;"/>
            <path d="M10,4 L11,4" style="T;stroke-linejoin:round;"/>
            """);
  }

  @Test
  void prefixesIdsAndDropsWhatCannotBeSeen() {
    String shapes =
        """
        <clipPath id="clip1">
        <rect style="fill:rgb(1,2,3);fill-opacity:0;stroke:none;" width="4"/>
        <g clip-path="url(#clip1)">
        """;
    assertThat(SvgCompact.compact(shapes, "llc"))
        .isEqualTo("<clipPath id=\"llc-clip1\">\n<g clip-path=\"url(#llc-clip1)\">\n");
  }

  @ParameterizedTest
  @CsvSource({
    "1.006, 1.01",
    "-0.5, -0.5",
    "12, 12",
    "3.051, 3.05",
    "-0.001, 0",
    "99.999, 100",
    "7.1, 7.1"
  })
  void roundsToHundredths(double value, String expected) {
    assertThat(SvgCompact.hundredths(value)).isEqualTo(expected);
  }
}

package org.cusp.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import org.cusp.report.plot.TextRun.Place;
import org.junit.jupiter.api.Test;

class TextRunTest {
  @Test
  void superscriptsBecomeRaisedOrdinaryCharacters() {
    assertThat(TextRun.of("1.5 × 10⁻⁵"))
        .containsExactly(new TextRun("1.5 × 10", Place.BASELINE), new TextRun("−5", Place.RAISED));
    assertThat(TextRun.of("10⁴ x"))
        .containsExactly(
            new TextRun("10", Place.BASELINE),
            new TextRun("4", Place.RAISED),
            new TextRun(" x", Place.BASELINE));
    assertThat(TextRun.of("plain")).containsExactly(new TextRun("plain", Place.BASELINE));
    assertThat(TextRun.of("")).isEmpty();
  }

  @Test
  void anExponentIsNarrowerThanItsDigits() {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 20);
    FontRenderContext metrics = new FontRenderContext(null, true, true);
    double digits = TextRun.width("12", font, metrics);
    double raised = TextRun.width("10¹²", font, metrics) - TextRun.width("10", font, metrics);
    assertThat(raised).isBetween(0.6 * digits, 0.85 * digits);
  }
}

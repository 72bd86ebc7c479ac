package org.cusp.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Font;
import org.cusp.report.Xml;
import org.junit.jupiter.api.Test;

class SvgInkTest {

  @Test
  void everyTextIsEscapedAndPlacedByTheBrowser() throws Exception {
    SvgInk ink = new SvgInk(100, 50);
    ink.canvas().drawLine(0, 0, 9, 9);
    ink.write(
        new Ink.Text(
            "a < b & \"c\"",
            10.126,
            20,
            Ink.Anchor.END,
            Ink.Direction.UP,
            13,
            Font.BOLD,
            Theme.BLUE));
    String svg = ink.element("id", "t < 1", "d & e");
    assertThat(Xml.texts(svg, "text")).containsExactly("a < b & \"c\"");
    assertThat(Xml.texts(svg, "title")).containsExactly("t < 1");
    assertThat(Xml.texts(svg, "desc")).containsExactly("d & e");
    assertThat(svg)
        .contains("x=\"10.13\" y=\"20\" text-anchor=\"end\" font-size=\"13\" font-weight=\"bold\"")
        .contains("fill=\"#0072b2\" transform=\"rotate(-90 10.13 20)\"")
        .contains("viewBox=\"0 0 100 50\"");
  }

  @Test
  void exponentsAreSmallRaisedDigitsOfTheSameFont() throws Exception {
    SvgInk ink = new SvgInk(100, 50);
    ink.canvas().drawLine(0, 0, 9, 9);
    ink.write(
        new Ink.Text(
            "7 × 10⁻¹² of 10⁷",
            10,
            20,
            Ink.Anchor.START,
            Ink.Direction.RIGHT,
            10,
            Font.PLAIN,
            Theme.INK));
    String svg = ink.element("id", "t", "d");
    assertThat(Xml.texts(svg, "text")).containsExactly("7 × 10−12 of 107");
    assertThat(svg)
        .contains(
            "7 × 10<tspan dy=\"-3.6\" font-size=\"7.2\">−12</tspan><tspan dy=\"3.6\"> of 10</tspan>"
                + "<tspan dy=\"-3.6\" font-size=\"7.2\">7</tspan></text>");
  }
}

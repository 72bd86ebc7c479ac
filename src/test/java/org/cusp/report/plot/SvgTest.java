package org.cusp.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cusp.report.Xml;
import org.junit.jupiter.api.Test;

class SvgTest {
  private static final Figure FIGURE = new Figure("llc", "t < 1", "c", "d & e", List.of());

  @Test
  void joinsSegmentsThatContinueEachOther() {
    String shapes =
        """
        <line style="S;" x1="0" x2="1.23456" y1="5" y2="6"/>
        <line style="S;" x1="1.23456" x2="3" y1="6" y2="4"/>
        <line style="S;" x1="9" x2="10" y1="4" y2="4"/>
        <line style="T;" x1="10" x2="11" y1="4" y2="4"/>
        """;
    assertThat(element(shapes))
        .contains(
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
        <clipPath id="clip1"/>
        <rect style="fill:rgb(1,2,3);fill-opacity:0;stroke:none;" width="4"/>
        <g clip-path="url(#clip1)"/>
        """;
    assertThat(element(shapes))
        .contains("<clipPath id=\"llc-clip1\"/>\n<g clip-path=\"url(#llc-clip1)\"/>")
        .doesNotContain("<rect");
  }

  @Test
  void outlinesOfLettersGoInTenthsFromPointToPoint() {
    // Two closed outlines; the second begins 2 right of where the first began.
    String outline = "M-9.48,-1.28 L2.004,3 Q1,2.55 3,4 Z M-7.5,-1.3 L0,0 Z";
    assertThat(element("<path d=\"" + outline + "\" style=\"fill:red;stroke:none;\"/>\n"))
        .contains("<path transform=\"scale(.1)\" d=\"m-95-13l115 43q-10-4 10 10zm20 0l75 13z\"");
  }

  @Test
  void isNamedForThoseWhoCannotSeeIt() throws Exception {
    String svg = element("");
    assertThat(Xml.texts(svg, "title")).containsExactly("t < 1");
    assertThat(Xml.texts(svg, "desc")).containsExactly("d & e");
  }

  @Test
  void saysItsWordsSinceItsLettersAreOutlines() {
    Layer line = new Layer.Level(1, Theme.INK, Theme.solid(1));
    Axis axis = new Axis("step", new Scale.Linear(), 0, 1);
    Panel panel = new Panel(100, axis, axis, List.of(line), List.of(Panel.Key.of("a < b", line)));
    String svg = new Figure("llc", "t", "c", "The alt.", List.of(panel)).svgElement();
    assertThat(svg).contains("-desc\">The alt. step against step: a &lt; b.</desc>");
  }

  private static String element(String shapes) {
    return Svg.element("<?xml?>\n<svg width=\"9\">" + shapes + "</svg>", FIGURE);
  }
}

package org.cusp.report.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

class PanelChartTest {
  private static final double[] X = {1, 10, 100};
  private static final double[] Y = {2, Double.NaN, 8};

  @Test
  void aLogarithmicAxisIsXChartsOwn() {
    XYChart chart = chart(new Scale.Log(), 1, 100, line());
    assertThat(chart.getStyler().isXAxisLogarithmic()).isTrue();
    assertThat(chart.getStyler().getXAxisMin()).isCloseTo(1, within(1e-12));
    assertThat(chart.getStyler().getXAxisMax()).isCloseTo(100, within(1e-10));
    XYSeries line = chart.getSeries("series 1");
    assertThat(line.getXData()[2]).isCloseTo(100, within(1e-10));
    assertThat(line.getYData()[0]).isCloseTo(2, within(1e-12));
    assertThat(line.getYData()[1]).isNaN();
  }

  @Test
  void aScaleThatXChartLacksIsPlottedByItsPlaces() {
    // log10(step + 1)
    XYChart chart = chart(new Scale.Step(), 0, 999, line());
    assertThat(chart.getStyler().isXAxisLogarithmic()).isFalse();
    assertThat(chart.getStyler().getXAxisMax()).isCloseTo(3, within(1e-12));
    assertThat(chart.getSeries("series 1").getXData())
        .containsExactly(
            new double[] {Math.log10(2), 0, Math.log10(101)}, within(1e-12)); // none for NaN
  }

  @Test
  void aShortLinearAxisHasItsOwnUnit() {
    Axis x = new Axis("x", new Scale.Linear(), 1, 1 + 3e-12);
    PlottedAxis plotted = PlottedAxis.of(x);
    assertThat(plotted.high() - plotted.low()).isBetween(1.0, 10.0);
    assertThat(Shown.texts(figure(new Panel(200, x, x, List.of(), List.of()))))
        .hasSizeGreaterThan(6);
  }

  @Test
  void anErrorBarIsCentredBetweenItsEndsAndOneThatReachesZeroLeavesALogarithmicPlot() {
    Axis y = new Axis("y", new Scale.Log(), 1, 100);
    Layer bars =
        new Layer.Bars(
            new double[] {1, 2, 3},
            new double[] {10, 10, 10},
            new double[] {5, 20, Double.NaN},
            Color.BLUE);
    Panel panel =
        new Panel(200, new Axis("x", new Scale.Linear(), 0, 4), y, List.of(bars), List.of());
    XYSeries series =
        PanelChart.of(panel, "t", true).getSeriesCollection().stream()
            .filter(s -> s.getExtraValues() != null)
            .findFirst()
            .orElseThrow();
    double[] middle = series.getYData();
    double[] half = series.getExtraValues();
    assertThat(middle).as("none without an error").hasSize(2);
    assertThat(middle[0] - half[0]).isCloseTo(5, within(1e-9));
    assertThat(middle[0] + half[0]).isCloseTo(15, within(1e-9));
    assertThat(middle[1] - half[1]).isPositive().isLessThan(0.1);
    assertThat(middle[1] + half[1]).isCloseTo(30, within(1e-9));
  }

  @Test
  void ticksReadAsPowersOfTenAndTheLinearOnesWithoutNoise() {
    Axis log = new Axis("x", new Scale.Log(), 1e-7, 1e-2);
    Axis linear = new Axis("y", new Scale.Linear(), -0.25, 0.65);
    assertThat(Shown.texts(figure(new Panel(300, log, linear, List.of(), List.of()))))
        .contains("10⁻⁷", "10⁻⁵", "0.001", "−0.2", "0", "0.2", "0.6")
        .doesNotContain("0.2 ", "0.30000000000000004");
  }

  @Test
  void onlyTheLastPartNamesTheHorizontalAxisAndTheFirstHasTheTitle() {
    Panel panel = panel(new Scale.Linear(), 0, 100);
    assertThat(((XYChart) panel.chart("title", false)).getXAxisTitle()).isEmpty();
    assertThat(((XYChart) panel.chart("title", false)).getTitle()).isEqualTo("title");
    assertThat(((XYChart) panel.chart("", true)).getXAxisTitle()).isEqualTo("x");
  }

  @Test
  void aTitleThatIsTooLongIsWrittenSmaller() {
    Panel panel = panel(new Scale.Linear(), 0, 100);
    String title = "a title of many words ".repeat(8).strip();
    XYChart chart = (XYChart) panel.chart(title, true);
    double width = new Lettering(chart.getStyler().getChartTitleFont(), Theme.INK).width(title);
    assertThat(width).isLessThan(Theme.WIDTH - Theme.LEFT);
    assertThat(((XYChart) panel.chart("short", true)).getStyler().getChartTitleFont())
        .isEqualTo(Theme.TITLE);
  }

  @Test
  void aLegendHasAsManyRowsAsItsEntriesNeed() {
    Panel.Key key = Panel.Key.of("an entry of the legend", line());
    int one = new Legend(List.of(key)).height();
    int row = new Legend(Collections.nCopies(12, key)).height() - one;
    assertThat(row).as("further rows of 22 pixels").isPositive().isEqualTo(22 * (row / 22));
    double wide = Lettering.PLAIN.width(key.label()) + 26;
    assertThat(row / 22 + 1).isGreaterThanOrEqualTo((int) Math.ceil(12 * wide / Theme.WIDTH));
    assertThat(new Legend(List.of()).height()).isZero();
  }

  @Test
  void theCaptionSaysWhereABarIsHiddenByItsMark() {
    // On 200 pixels for 0 to 10 a mark of 9 pixels spans 0.45, so that 0.2 to both sides is hidden.
    for (double half : new double[] {0.2, 0.25}) {
      double[] at = {1};
      Layer bars = new Layer.Bars(at, at, new double[] {half}, Color.BLUE);
      String caption = figure(panel(new Scale.Linear(), 0, 10, bars)).caption();
      assertThat(caption.contains("hidden")).isEqualTo(half == 0.2);
    }
  }

  private static Layer line() {
    return new Layer.Line(X, Y, Color.BLUE, Theme.solid(1));
  }

  private static Panel panel(Scale scale, double low, double high, Layer... layers) {
    return new Panel(
        200,
        new Axis("x", scale, low, high),
        new Axis("y", new Scale.Linear(), 0, 10),
        List.of(layers),
        List.of());
  }

  private static XYChart chart(Scale scale, double low, double high, Layer... layers) {
    return PanelChart.of(panel(scale, low, high, layers), "t", true);
  }

  private static Figure figure(Panel panel) {
    return new Figure("id", "t", "c", "a", List.of(panel));
  }
}

package org.cusp.report.figures.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.util.List;
import java.util.OptionalDouble;
import org.cusp.contract.InvalidInput;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.HeatMap;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Panel;
import org.cusp.report.plot.Shown;
import org.cusp.report.plot.Theme;
import org.cusp.verdict.Verdict.Status;
import org.junit.jupiter.api.Test;

class SettingFiguresTest {
  private static final double NAN = Double.NaN;
  private static final List<LlcAt> POINTS =
      List.of(new LlcAt(1e-5, 12, 0.5), new LlcAt(2e-5, 14, 0.5), new LlcAt(4e-5, 18, 0.5));

  @Test
  void theExtrapolationStandsAtStepSizeZero() throws Exception {
    // On the line LLC = 10 + 2e5 e, which reaches 10 at 0.
    Figure figure =
        SettingFigures.stepSize(
            "net", new StepSizeScan(POINTS, 10, 0.7, 2e5, 1), OptionalDouble.of(10.5));
    List<double[]> dots = dots(figure);
    double perUnit = (dots.get(1)[1] - dots.get(0)[1]) / 2;
    double perStep = dots.get(1)[0] - dots.get(0)[0];
    assertThat(perUnit).isNegative();
    double[] end = Shown.marks(figure, Glyph.SQUARE, Theme.VERMILION).get(0);
    assertThat(end[0]).isCloseTo(dots.get(0)[0] - perStep, within(1e-6));
    assertThat(end[1]).isCloseTo(dots.get(0)[1] - 2 * perUnit, within(1e-6));
    assertThat(Shown.texts(figure))
        .contains(
            "extrapolated to ε = 0: 10.0 ± 0.7", "exact λ: 10.5", "fitted: LLC + c ε", "LLC at ε");
  }

  @Test
  void aScanWithoutAFitStillShowsItsPoints() throws Exception {
    Figure figure =
        SettingFigures.stepSize(
            "net",
            new StepSizeScan(List.of(POINTS.get(0), new LlcAt(1, NAN, NAN)), NAN, NAN, NAN, 1),
            OptionalDouble.empty());
    assertThat(figure.svg()).doesNotContain("NaN");
    assertThat(dots(figure)).hasSize(1);
    assertThat(Shown.texts(figure)).doesNotContain("fitted: LLC + c ε");
  }

  @Test
  void gammaIsOnALogAxisWithTheChosenValueMarked() throws Exception {
    List<LlcAt> measured =
        List.of(new LlcAt(100, 1.8, 0.1), new LlcAt(1, 54, 1), new LlcAt(10, 16, 1));
    List<LlcAt> curve =
        List.of(new LlcAt(0.5, 58, NAN), new LlcAt(1, 54, 0.8), new LlcAt(2, 50, 2));
    Figure figure =
        SettingFigures.gamma("digits", new LlcCurve(measured, curve, 2.5, OptionalDouble.empty()));
    List<double[]> dots = dots(figure);
    double decade = dots.get(1)[0] - dots.get(0)[0];
    assertThat(decade).isGreaterThan(100);
    assertThat(dots.get(2)[0] - dots.get(1)[0]).isCloseTo(decade, within(0.1));
    assertThat(Shown.texts(figure))
        .contains("chosen: γ = 2.5", "reweighted from the chosen γ", "LLC at γ")
        .contains("localisation γ (log scale)", "LLC (dimensionless)");
    assertThat(figure.id()).isEqualTo("gamma");
  }

  @Test
  void theExactValueStandsAtTheHeightOfItsPoint() throws Exception {
    LlcCurve curve =
        new LlcCurve(
            List.of(new LlcAt(10, 3, 0), new LlcAt(100, 5, 0)),
            List.of(),
            40,
            OptionalDouble.of(5));
    Figure figure = SettingFigures.nBeta("x^2", curve);
    assertThat(dots(figure)).hasSize(2);
    Panel panel = (Panel) figure.parts().get(0);
    assertThat(panel.layers())
        .anySatisfy(
            layer -> {
              assertThat(layer).isInstanceOf(Layer.Level.class);
              assertThat(((Layer.Level) layer).y()).isEqualTo(5);
            });
    assertThat(Shown.texts(figure)).contains("exact λ: 5", "chosen: nβ = 40");
  }

  @Test
  void theMapWritesEachValueInItsCell() throws Exception {
    Figure figure =
        SettingFigures.map(
            "digits",
            new LlcMap(
                List.of(
                    new LlcMap.Cell(1e-5, 10, 41.26, Status.TRUSTED),
                    new LlcMap.Cell(1e-4, 10, 43, Status.DOUBTFUL),
                    new LlcMap.Cell(1e-5, 100, -712.3, Status.REJECTED),
                    new LlcMap.Cell(1e-4, 100, NAN, Status.REJECTED))));
    assertThat(Shown.texts(figure))
        .contains("41.3", "43.0 ?", "−712.3", "none", "rejected or not finite", "doubtful")
        .contains("lowest: 41.3", "highest: 43.0");
    assertThat(figure.alt()).contains("2 of 4 estimates are not rejected, from 41.3 to 43.0");
  }

  @Test
  void onlyRejectedCellsAreHatched() throws Exception {
    LlcMap.Cell good = new LlcMap.Cell(1e-5, 10, 41, Status.TRUSTED);
    Figure clean = SettingFigures.map("x", new LlcMap(List.of(good)));
    Figure hatched =
        SettingFigures.map(
            "x", new LlcMap(List.of(good, new LlcMap.Cell(1e-4, 10, 40, Status.REJECTED))));
    assertThat(hatching(clean)).containsExactly(false);
    assertThat(hatching(hatched)).containsExactly(false, true);
    assertThat(Shown.texts(clean)).doesNotContain("rejected or not finite");
    assertThat(Shown.texts(hatched)).contains("rejected or not finite", "1 × 10⁻⁵", "10");
  }

  @Test
  void theShadesRunFromTheLowestToTheHighest() {
    LlcMap map =
        new LlcMap(
            List.of(
                new LlcMap.Cell(1e-5, 10, 40, Status.TRUSTED),
                new LlcMap.Cell(1e-4, 10, 41, Status.TRUSTED),
                new LlcMap.Cell(1e-5, 20, 42, Status.TRUSTED),
                new LlcMap.Cell(1e-4, 20, 44, Status.TRUSTED)));
    HeatMap shown = (HeatMap) SettingFigures.map("x", map).parts().get(0);
    assertThat(shown.cells().stream().map(HeatMap.Cell::shade))
        .containsExactly(0.0, 0.25, 0.5, 1.0);
    assertThat(shown.cells().get(2).column()).isZero();
    assertThat(shown.cells().get(2).row()).isEqualTo(1);
    assertThat(shown.x().names()).containsExactly("1 × 10⁻⁵", "0.0001");
  }

  @Test
  void numbersStandOutFromTheirCells() {
    assertThat(Theme.legible(Color.WHITE)).isEqualTo(Color.BLACK);
    assertThat(Theme.legible(Theme.SKY)).isEqualTo(Color.BLACK);
    assertThat(Theme.legible(new Color(0, 60, 100))).isEqualTo(Color.WHITE);
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> new StepSizeScan(List.of(new LlcAt(0, 1, 1)), 1, 1, 1, 1))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("step size");
    assertThatThrownBy(() -> new LlcCurve(List.of(), List.of(), -1, OptionalDouble.empty()))
        .isInstanceOf(InvalidInput.class);
    LlcMap.Cell cell = new LlcMap.Cell(1, 1, 1, Status.TRUSTED);
    assertThatThrownBy(() -> new LlcMap(List.of(cell, cell))).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> new LlcMap(List.of())).isInstanceOf(InvalidInput.class);
  }

  private static List<Boolean> hatching(Figure figure) {
    HeatMap map = (HeatMap) figure.parts().get(0);
    return map.cells().stream().map(HeatMap.Cell::isHatched).toList();
  }

  private static List<double[]> dots(Figure figure) {
    return Shown.marks(figure, Glyph.DOT, Theme.BLUE);
  }
}

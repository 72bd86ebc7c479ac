package org.cusp.report.figures.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.learning.LearningCurveResult;
import org.cusp.estimate.learning.LearningPoint;
import org.cusp.estimate.learning.LearningSummary;
import org.cusp.estimate.learning.LearningTheory;
import org.cusp.exact.ExactFacts;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Panel;
import org.cusp.report.plot.Shown;
import org.cusp.report.plot.Theme;
import org.junit.jupiter.api.Test;

class LearningFiguresTest {
  private static final Estimate NONE = new Estimate(Double.NaN, Double.NaN);

  @Test
  void theLineOfTheoryIsLambdaOverN() {
    List<Figure> figures = LearningFigures.of(known(10, 100));
    assertThat(figures.stream().map(Figure::id))
        .containsExactly("learning-curve", "learning-curve-scaled");
    Layer.Line first = lines(figures.get(0)).get(0);
    int last = first.x().length - 1;
    assertThat(first.colour()).isEqualTo(Theme.INK);
    assertThat(first.stroke().getDashArray()).isNull();
    assertThat(first.x()[last]).isCloseTo(100, within(1e-9));
    assertThat(first.y()[0]).isCloseTo(0.75 / 10, within(1e-12));
    assertThat(first.y()[last]).isCloseTo(0.75 / 100, within(1e-12));
    assertThat(lines(figures.get(0)).get(1).stroke().getDashArray()).isNotNull();
    assertThat(Shown.texts(figures.get(0)))
        .contains("λ/n, λ = 3/4", "d/(2n), d = 4", "Tempered")
        .contains("n, training data (log scale)", "G − S (nats per datum)");
  }

  /** A method's name may have the letter of the training loss in it. */
  @Test
  void trainingIsOpenAndDashedAndTheRestFilled() {
    Figure figure = LearningFigures.of(known(10, 100)).get(1);
    assertThat(Shown.texts(figure))
        .contains("λ = 3/4", "d/2", "Tempered: G − S", "Tempered: T − S");
    List<double[]> fresh = Shown.marks(figure, Glyph.DOT, Theme.BLUE);
    List<double[]> training = Shown.marks(figure, Glyph.RING, Theme.BLUE);
    assertThat(fresh).hasSize(2);
    assertThat(training).hasSize(2);
    assertThat(fresh.get(0)[1])
        .as("n (G − S) = 1 above n (T − S) = −1")
        .isLessThan(training.get(0)[1]);
    assertThat(lines(figure).get(0).stroke().getDashArray()).isNull();
    assertThat(lines(figure).get(1).stroke().getDashArray()).isNotNull();
  }

  @Test
  void withoutATruthTheTrainingLossHasItsOwnFigureAndWidthsTheirs() {
    LearningCurveResult result =
        result(
            List.of(),
            Stream.of(1, 2, 4)
                .map(width -> summary(new LearningPoint(50, width, null), NONE, NONE))
                .toList());
    List<Figure> figures = LearningFigures.of(result);
    assertThat(figures.stream().map(Figure::id)).containsExactly("scaling-width-loss");
    assertThat(Shown.texts(figures.get(0)))
        .contains("Tempered: G", "Tempered: T", "width of the hidden layers (log scale)");
    assertThat(figures.get(0).title()).endsWith("n = 50");
  }

  private static List<Layer.Line> lines(Figure figure) {
    return ((Panel) figure.parts().get(0))
        .layers().stream()
            .filter(Layer.Line.class::isInstance)
            .map(Layer.Line.class::cast)
            .toList();
  }

  private static LearningCurveResult known(int... ns) {
    LearningTheory theory =
        new LearningTheory(
            null, null, 4, new ExactFacts("p", "3/4", 0.75, 1, "exact", "s"), 0.75, 1);
    return result(
        List.of(theory),
        Arrays.stream(ns)
            .mapToObj(
                n ->
                    summary(
                        new LearningPoint(n, null, null),
                        new Estimate(1.0 / n, 0.1 / n),
                        new Estimate(-1.0 / n, 0.1 / n)))
            .toList());
  }

  private static LearningCurveResult result(
      List<LearningTheory> theory, List<LearningSummary> points) {
    return new LearningCurveResult(
        "learning-curve", "net", "G", Map.of(), theory, points, List.of(), null);
  }

  private static LearningSummary summary(LearningPoint point, Estimate excess, Estimate training) {
    Estimate scaled = new Estimate(point.n() * excess.value(), point.n() * excess.se());
    return new LearningSummary(
        "Tempered",
        point,
        3,
        4,
        new Estimate(1 + 1.0 / point.n(), 0.01),
        excess,
        scaled,
        new Estimate(1 - 1.0 / point.n(), 0.01),
        training,
        NONE,
        NONE,
        NONE,
        0,
        NONE,
        Double.NaN);
  }
}

package org.cusp.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.WideInterval;
import org.cusp.estimate.EstimateAt;
import org.cusp.report.Synthetic;
import org.cusp.report.Xml;
import org.cusp.report.figures.ConvergenceFigure;
import org.cusp.report.figures.KnFigure;
import org.cusp.report.figures.LlcFigure;
import org.cusp.report.figures.LossFigure;
import org.cusp.report.figures.chains.LlcFigures;
import org.cusp.report.figures.chains.Trace;
import org.cusp.report.figures.chains.TraceFigure;
import org.cusp.report.figures.settings.LlcAt;
import org.cusp.report.figures.settings.LlcCurve;
import org.cusp.report.figures.settings.LlcMap;
import org.cusp.report.figures.settings.SettingFigures;
import org.cusp.report.figures.settings.StepSizeScan;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Shown;
import org.cusp.report.plot.Subject;
import org.cusp.report.plot.Theme;
import org.cusp.train.TrajectoryRow;
import org.cusp.verdict.Verdict;
import org.cusp.verdict.Verdict.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FiguresTest {
  private static final double NAN = Double.NaN;

  private static Figure trace(Trace trace) {
    return TraceFigure.of(Subject.step(trace.step()), trace);
  }

  /** Drawn once for all tests. */
  private static final List<Figure> KINDS = kinds();

  static Stream<Figure> allKinds() {
    return KINDS.stream();
  }

  private static List<Figure> kinds() {
    Trace exploded = new Trace(1, 3, new double[][] {{1, 1e200, 1 / 0.0}, {1, 2, 3}}, 1);
    Trace huge = new Trace(1, 3, new double[][] {{1, 1e200, 3, 4}, {1, 2, 3, 4}}, 0);
    return Stream.of(
            Figures.of(Synthetic.digits()),
            LlcFigures.of(exploded),
            LlcFigures.of(huge),
            LlcFigures.of(new Trace(1, 3, new double[20][50], 10)),
            LlcFigures.of(new Trace(1, 3, new double[][] {{0}}, 0)),
            oddKinds(exploded),
            settings())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Figure> settings() {
    List<LlcAt> points = List.of(new LlcAt(0.1, 3, NAN), new LlcAt(10, -1.0 / 0, 1));
    LlcCurve curve = new LlcCurve(points, points, 2, OptionalDouble.of(1));
    LlcCurve empty = new LlcCurve(List.of(), List.of(), 2, OptionalDouble.empty());
    LlcMap.Cell cell = new LlcMap.Cell(1e-5, 10, NAN, Status.REJECTED);
    return List.of(
        SettingFigures.gamma("a < b", curve),
        SettingFigures.nBeta("a < b", empty),
        SettingFigures.stepSize(
            "a", new StepSizeScan(points, NAN, NAN, NAN, 2), OptionalDouble.of(4)),
        SettingFigures.map("a", new LlcMap(List.of(cell))));
  }

  private static List<Figure> oddKinds(Trace exploded) {
    EstimateAt lost = Synthetic.llc(10, NAN, NAN, NAN, NAN, Status.REJECTED, List.of());
    EstimateAt far = Synthetic.llc(1, -1e300, 1e299, 1e9, 1, Status.REJECTED, List.of());
    TrajectoryRow untested = Synthetic.loss(0, 0, 0.41, NAN, NAN);
    return List.of(
        LlcFigure.of(List.of(point(0, 53.5, 1.2)), List.of(untested)),
        LlcFigure.of(List.of(lost), List.of()),
        LlcFigure.of(List.of(far, point(5, 3, 1), lost), List.of()),
        ConvergenceFigure.of(List.of(lost, far)),
        LossFigure.of(List.of(untested)),
        LossFigure.of(List.of(Synthetic.loss(3, NAN, -1, -2, NAN))),
        LossFigure.of(List.of(Synthetic.loss(3, NAN, NAN, NAN, NAN))),
        KnFigure.of(List.of(Synthetic.kn(0, -0.3, 0.01, NAN, NAN))),
        KnFigure.of(List.of(Synthetic.kn(0, NAN, NAN, NAN, NAN))),
        trace(exploded),
        trace(new Trace(1, 3, new double[][] {{NAN, NAN}}, 0)),
        trace(new Trace(1, 3, new double[][] {{0}}, 1)),
        trace(new Trace(1, 3, new double[20][50], 10)));
  }

  @ParameterizedTest
  @MethodSource("allKinds")
  void thePngHasTwiceTheSizeAndIsNotBlank(Figure figure) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(figure.png()));
    assertThat(image.getWidth()).isEqualTo(2 * figure.width());
    assertThat(image.getHeight()).isEqualTo(2 * figure.height());
    long inked =
        IntStream.range(0, image.getWidth() * image.getHeight())
            .filter(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) != -1)
            .count();
    assertThat(inked).isGreaterThan(5000);
  }

  @ParameterizedTest
  @MethodSource("allKinds")
  void theSvgIsWellFormedSmallAndNamed(Figure figure) throws Exception {
    String svg = figure.svg();
    assertThat(Xml.texts(svg, "title")).containsExactly(figure.title());
    assertThat(Xml.texts(svg, "desc")).singleElement().asString().startsWith(figure.alt());
    assertThat(Shown.texts(figure)).contains(figure.title());
    assertThat(svg).hasSizeLessThan(400_000).doesNotContain("NaN", "Infinity", "<image");
    assertThat(figure.caption()).isNotBlank();
  }

  @Test
  void drawsEachPointWhereItsValueIs() {
    List<EstimateAt> points = List.of(point(0, -20, NAN), point(9, 0, NAN), point(99, 40, NAN));
    List<double[]> dots = dots(LlcFigure.of(points, List.of()));
    double perUnit = (dots.get(1)[1] - dots.get(0)[1]) / 20;
    assertThat(perUnit).isNegative();
    assertThat(dots.get(2)[1] - dots.get(1)[1]).isCloseTo(40 * perUnit, within(0.05));
    // Steps 0, 9 and 99 are at log(step + 1) = 0, 1 and 2.
    double decade = dots.get(1)[0] - dots.get(0)[0];
    assertThat(decade).isGreaterThan(50);
    assertThat(dots.get(2)[0] - dots.get(1)[0]).isCloseTo(decade, within(0.05));
  }

  @Test
  void errorBarsAreNinetyFivePercentIntervals() {
    Figure figure = LlcFigure.of(List.of(point(0, 0, 2), point(9, 10, 2)), List.of());
    List<double[]> dots = dots(figure);
    double perUnit = (dots.get(0)[1] - dots.get(1)[1]) / 10;
    double[] lengths = Shown.bars(figure);
    assertThat(lengths).hasSize(2);
    assertThat(lengths[0] / perUnit).isCloseTo(3.92 * 2, within(1e-6));
    assertThat(lengths[1] / perUnit).isCloseTo(3.92 * 2, within(1e-6));
  }

  @Test
  void aDoubtfulEstimateHasItsIntervalForABar() {
    EstimateAt doubtful =
        new EstimateAt(
            9,
            new Estimate(10, 2, 1.05, 80),
            new Verdict(Status.DOUBTFUL, List.of("more draws"), List.of()),
            new WideInterval(4, 30, List.of()));
    Figure figure = LlcFigure.of(List.of(point(0, 0, 2), doubtful), List.of());
    List<double[]> dots = dots(figure);
    double perUnit = 3.92 * 2 / Shown.bars(figure)[1];
    assertThat(Shown.bars(figure)[0] * perUnit).isCloseTo(26, within(1e-6));
    assertThat(dots).hasSize(1);
    assertThat(figure.caption()).contains("include what has not mixed");
    assertThat(HtmlTables.llc(doubtful)).isEqualTo("10, from 4 to 30");
  }

  @Test
  void verdictsAreToldByShapeAndInTheLegend() throws Exception {
    Figure figure = LlcFigure.of(Synthetic.llc(), Synthetic.losses());
    assertThat(Shown.texts(figure))
        .contains("trusted", "doubtful", "rejected: not an estimate", "training loss")
        .contains("LLC (dimensionless)", "loss (nats per datum)", "step (log scale)", "1,000");
    Figure trusted = LlcFigure.of(List.of(point(3, 5, 1)), List.of());
    assertThat(Shown.texts(trusted)).doesNotContain("doubtful", "rejected: not an estimate");
  }

  @Test
  void aRejectedValueFarOffIsNamedAtTheEdgeAndDoesNotSqueezeTheOthers() throws Exception {
    List<EstimateAt> points = new ArrayList<>(List.of(point(10, 40, 1), point(100, 50, 1)));
    points.add(Synthetic.llc(0, -41234, 900, 3, 4, Status.REJECTED, List.of()));
    Figure figure = LlcFigure.of(points, List.of());
    assertThat(Shown.texts(figure)).contains("−41,200", "40");
    assertThat(figure.caption()).contains("too far off");
    List<double[]> dots = dots(figure);
    assertThat(dots.get(0)[1] - dots.get(1)[1]).isGreaterThan(30);
  }

  @Test
  void negativeEstimatesAreDrawnAndExplained() throws Exception {
    Figure figure = LlcFigure.of(Synthetic.llc(), List.of());
    assertThat(Shown.texts(figure)).contains("−20", "0", "40");
    assertThat(figure.caption()).contains("not a local minimum");
  }

  @Test
  void withoutHeldOutDataThereIsNoHeldOutCurve() throws Exception {
    Figure figure = LossFigure.of(List.of(Synthetic.loss(0, 0, 2.3, NAN, NAN)));
    assertThat(Shown.texts(figure))
        .contains("training loss")
        .doesNotContain("held-out loss", "held-out accuracy (%)");
    assertThat(figure.caption()).contains("no held-out evaluation");
  }

  @Test
  void tracesNameTheirChainsAndThoseThatWereLost() throws Exception {
    Trace trace = Synthetic.trace(100, 20, 3);
    trace.deltaLoss()[2][500] = NAN;
    Figure figure = trace(trace);
    assertThat(figure.id()).isEqualTo("traces-step-000100");
    assertThat(Shown.texts(figure))
        .contains("burn-in, left out", "chain 1", "chain 8", "running LLC", "95% band");
    assertThat(figure.caption()).contains("left out of the LLC: chain 3.").contains("239.8");
  }

  @Test
  void manyChainsShareOneLegendEntry() throws Exception {
    Figure figure = trace(new Trace(1, 3, new double[20][50], 0));
    assertThat(Shown.texts(figure))
        .contains("20 chains")
        .doesNotContain("chain 1", "burn-in, left out");
  }

  @Test
  void figuresWithoutDataAreLeftOut() {
    ReportData nothing =
        new ReportData(Synthetic.facts(), List.of(), List.of(), Map.of(), List.of(), List.of());
    assertThat(Figures.of(nothing)).isEmpty();
    assertThat(Figures.of(Synthetic.digits()).stream().map(Figure::id))
        .containsExactly(
            "llc",
            "loss",
            "kn",
            "convergence",
            "traces-step-000100",
            "settling-step-000100",
            "ranks-step-000100",
            "energy-step-000100",
            "traces-step-000800",
            "settling-step-000800",
            "ranks-step-000800",
            "energy-step-000800",
            "traces-step-003000",
            "settling-step-003000",
            "ranks-step-003000",
            "energy-step-003000");
  }

  @Test
  void chainsNextToEachOtherHaveDifferentColours() {
    assertThat(IntStream.range(0, 8).mapToObj(Theme::chain)).doesNotHaveDuplicates();
    assertThat(Theme.chain(8)).isEqualTo(Theme.chain(0)).isNotEqualTo(Color.WHITE);
  }

  private static EstimateAt point(long step, double value, double se) {
    return Synthetic.llc(step, value, se, 1.001, 900, Status.TRUSTED, List.of());
  }

  private static List<double[]> dots(Figure figure) {
    return Shown.marks(figure, Glyph.DOT, Theme.BLUE);
  }
}

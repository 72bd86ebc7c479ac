package org.cusp.report.figures.learning;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.learning.LearningCurveResult;
import org.cusp.estimate.learning.LearningPoint;
import org.cusp.estimate.learning.LearningSummary;
import org.cusp.estimate.learning.LearningTheory;
import org.cusp.paper.reproduction.Chart;
import org.cusp.report.figures.ChartFigure;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.PointSeries;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;

/** Losses over the number of training data. */
final class LearningCurves {
  private static final int HEIGHT = 380;

  /** Points of a theoretical line. */
  private static final int FINE = 60;

  private static final Chart.Axis DATA =
      new Chart.Axis("n, training data (log scale)", Chart.Scale.LOG);

  private final LearningCurveResult result;
  private final LearnedPoints points;

  private LearningCurves(LearnedPoints points) {
    this.points = points;
    this.result = points.result();
  }

  /** The losses against n, and n times them where the truth is known. */
  static List<Figure> of(LearnedPoints points) {
    LearningCurves curves = new LearningCurves(points);
    return List.of(
        ChartFigure.of(curves.overN()),
        points.knowTruth() ? curves.scaled() : ChartFigure.of(curves.training()));
  }

  private Chart overN() {
    Function<LearningSummary, Estimate> of = points.generalisation();
    boolean knowsTruth = points.knowTruth();
    List<Chart.Series> series = new ArrayList<>();
    boolean one = result.theory().size() == 1;
    if (one) {
      LearningTheory theory = result.theory().get(0);
      series.add(
          line(Chart.Style.EXACT, "λ/n, λ = " + theory.exact().lambda(), n -> theory.lambda() / n));
      if (theory.multiplicity() > 1) {
        series.add(
            line(
                Chart.Style.SOURCE,
                "λ/n − (m−1)/(n ln n), m = " + theory.multiplicity(),
                theory::excess));
      }
      series.add(
          line(
              Chart.Style.SOURCE,
              "d/(2n), d = " + theory.parameters(),
              n -> theory.parameters() / 2.0 / n));
    }
    curves((label, some) -> series.add(LearnedPoints.joined(label, some, p -> p.point().n(), of)));
    String what = knowsTruth ? "G − S (nats per datum)" : "test loss G (nats per datum)";
    return new Chart(
        "learning-curve",
        new Chart.Words(
            "Learning curve: " + result.target(),
            "Mean loss on new data"
                + (knowsTruth ? " less that of the truth" : "")
                + " after n training data."
                + LearnedPoints.BARS,
            points.alt(of)),
        DATA,
        new Chart.Axis(what, Chart.Scale.LOG),
        series);
  }

  /** Theory against n; values that a logarithm does not have are left out. */
  private Chart.Series line(Chart.Style style, String label, DoubleUnaryOperator of) {
    double[] ends =
        result.points().stream().mapToDouble(p -> p.point().n()).sorted().distinct().toArray();
    double ratio = Math.log(ends[ends.length - 1] / ends[0]);
    double[] x = new double[FINE];
    double[] y = new double[FINE];
    for (int i = 0; i < FINE; i++) {
      x[i] = ends[0] * Math.exp(ratio * i / (FINE - 1));
      double value = of.applyAsDouble(x[i]);
      y[i] = value > 0 ? value : Double.NaN;
    }
    return Chart.Series.plain(label, style, x, y);
  }

  /** Generalisation and training of a method in one colour, so that their distance is seen. */
  private Figure scaled() {
    Drawing drawing = new Drawing();
    List<Double> heights = new ArrayList<>();
    if (result.theory().size() == 1) {
      LearningTheory theory = result.theory().get(0);
      level(drawing, heights, "λ = " + theory.exact().lambda(), theory.lambda(), Theme.solid(1.4f));
      level(drawing, heights, "d/2", theory.parameters() / 2.0, Theme.dashed(1.4f));
      if (theory.multiplicity() > 1) {
        Chart.Series line = line(Chart.Style.SOURCE, "λ − (m−1)/ln n", n -> n * theory.excess(n));
        Arrays.stream(line.y()).forEach(heights::add);
        drawing.add(
            line.label(), new Layer.Line(line.x(), line.y(), Theme.INK, Theme.dashed(1.4f)));
      }
    }
    List<Color> colours = List.of(Theme.BLUE, Theme.VERMILION, Theme.GREEN, Theme.PURPLE);
    int[] count = {0};
    curves(
        (label, some) -> {
          Color colour = colours.get(count[0]++ % colours.size());
          PointSeries fresh =
              series(label + ": G − S", some, LearningSummary::scaled, Glyph.DOT, colour);
          PointSeries seen =
              series(label + ": T − S", some, LearningCurves::nTraining, Glyph.RING, colour);
          add(drawing, fresh, Theme.solid(1.4f));
          add(drawing, seen, Theme.dashed(1.4f));
          DoubleStream.concat(fresh.ends(), seen.ends()).forEach(heights::add);
        });
    double[] ns = result.points().stream().mapToDouble(p -> p.point().n()).toArray();
    Axis x = Axis.holding(DATA.title(), new Scale.Log(), Arrays.stream(ns));
    Axis y =
        Axis.holding(
            "n times the excess loss (nats)",
            new Scale.Linear(),
            heights.stream().mapToDouble(Double::doubleValue));
    return new Figure(
        "learning-curve-scaled",
        "Losses times n: " + result.target(),
        "n (G − S), filled marks, tends to λ for Bayes and to λ + ν for Gibbs; n (T − S), open"
            + " marks and dashed, to λ − 2ν and λ − ν."
            + LearnedPoints.BARS,
        points.alt(LearningSummary::scaled),
        List.of(drawing.panel(HEIGHT, x, y)));
  }

  private static void level(
      Drawing drawing, List<Double> heights, String label, double value, BasicStroke stroke) {
    heights.add(value);
    Color colour = stroke.getDashArray() == null ? Theme.INK : Theme.RULE;
    drawing.add(label, new Layer.Level(value, colour, stroke));
  }

  private static PointSeries series(
      String label,
      List<LearningSummary> points,
      Function<LearningSummary, Estimate> of,
      Glyph glyph,
      Color colour) {
    return new PointSeries(
        label,
        points.stream().mapToDouble(p -> p.point().n()).toArray(),
        points.stream().map(of).mapToDouble(Estimate::value).toArray(),
        points.stream().map(of).mapToDouble(Estimate::se).toArray(),
        glyph,
        colour);
  }

  private static void add(Drawing drawing, PointSeries points, BasicStroke stroke) {
    Layer line = Layer.through(points.x(), points.y(), points.colour(), stroke);
    drawing.add(line, points.bars(), points.marks());
    drawing.key(points.label(), line, points.marks());
  }

  private static Estimate nTraining(LearningSummary point) {
    double n = point.point().n();
    return new Estimate(n * point.trainingExcess().value(), n * point.trainingExcess().se());
  }

  private Chart training() {
    List<Chart.Series> series = new ArrayList<>();
    curves(
        (label, some) ->
            series.add(
                LearnedPoints.joined(label, some, p -> p.point().n(), LearningSummary::training)));
    return new Chart(
        "learning-curve-training",
        new Chart.Words(
            "Training loss: " + result.target(),
            "Mean loss on the training data themselves." + LearnedPoints.BARS,
            points.alt(LearningSummary::training)),
        DATA,
        new Chart.Axis("training loss T (nats per datum)", Chart.Scale.LOG),
        series);
  }

  /** One curve over n for each method and network. */
  private void curves(BiConsumer<String, List<LearningSummary>> curve) {
    boolean networks =
        result.points().stream()
                .map(p -> Arrays.asList(p.point().width(), p.point().depth()))
                .distinct()
                .count()
            > 1;
    Map<String, List<LearningSummary>> groups =
        result.points().stream()
            .collect(
                Collectors.groupingBy(
                    p -> p.method() + (networks ? network(p.point()) : ""),
                    LinkedHashMap::new,
                    Collectors.toList()));
    groups.forEach(curve);
  }

  private static String network(LearningPoint point) {
    return (point.width() == null ? "" : ", width " + point.width())
        + (point.depth() == null ? "" : ", depth " + point.depth());
  }
}

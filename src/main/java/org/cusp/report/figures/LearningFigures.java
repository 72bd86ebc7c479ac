package org.cusp.report.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.cusp.estimate.learning.LearningCurveResult;
import org.cusp.estimate.learning.LearningPoint;
import org.cusp.estimate.learning.LearningSummary;
import org.cusp.estimate.learning.LearningTheory;
import org.cusp.paper.reproduction.Chart;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.ChartFigure;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.PointSeries;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;

/** Figures of learning curves: over n, and over the width or depth of a network. */
public final class LearningFigures {
  private static final String BARS =
      " Bars are 95% intervals over repeats (± 1.96 standard errors).";

  private static final int HEIGHT = 380;

  /** Points of a theoretical line. */
  private static final int FINE = 60;

  /** A bar that would reach zero, which a logarithm does not have, ends at this share. */
  private static final double REACH = 0.95;

  private final LearningCurveResult result;
  private final boolean knowsTruth;

  private LearningFigures(LearningCurveResult result) {
    this.result = result;
    this.knowsTruth = result.points().stream().anyMatch(p -> isKnown(p.excess()));
  }

  /** All figures that the points have something to show for. */
  public static List<Figure> of(LearningCurveResult result) {
    LearningFigures figures = new LearningFigures(result);
    List<Figure> drawn = new ArrayList<>();
    List<Chart> charts = new ArrayList<>();
    if (varies(result, LearningPoint::n)) {
      drawn.add(ChartFigure.of(figures.overN()));
      drawn.add(figures.knowsTruth ? figures.scaled() : ChartFigure.of(figures.training()));
    }
    if (varies(result, LearningPoint::width)) {
      figures.overNetwork(charts, "width", LearningPoint::width, LearningPoint::depth);
    }
    if (varies(result, LearningPoint::depth)) {
      figures.overNetwork(charts, "depth", LearningPoint::depth, LearningPoint::width);
    }
    charts.stream().map(ChartFigure::of).forEach(drawn::add);
    return drawn;
  }

  private static boolean varies(LearningCurveResult result, Function<LearningPoint, Integer> of) {
    return result.points().stream()
            .map(LearningSummary::point)
            .map(of)
            .filter(Objects::nonNull)
            .distinct()
            .count()
        > 1;
  }

  private static boolean isKnown(LearningSummary.Mean mean) {
    return !Double.isNaN(mean.value());
  }

  private Chart overN() {
    Function<LearningSummary, LearningSummary.Mean> of =
        knowsTruth ? LearningSummary::excess : LearningSummary::generalisation;
    List<Chart.Series> series = new ArrayList<>();
    boolean one = result.theory().size() == 1;
    if (one) {
      LearningTheory theory = result.theory().get(0);
      series.add(line("λ/n, λ = " + theory.exact().lambda(), n -> theory.lambda() / n));
      if (theory.multiplicity() > 1) {
        series.add(line("λ/n − (m−1)/(n ln n), m = " + theory.multiplicity(), theory::excess));
      }
      series.add(line("d/(2n), d = " + theory.parameters(), n -> theory.parameters() / 2.0 / n));
    }
    curves((label, points) -> series.add(joined(label, points, p -> p.point().n(), of)));
    String what = knowsTruth ? "G − S (nats per datum)" : "test loss G (nats per datum)";
    return new Chart(
        "learning-curve",
        new Chart.Words(
            "Learning curve: " + result.target(),
            "Mean loss on new data"
                + (knowsTruth ? " less that of the truth" : "")
                + " after n training data."
                + BARS,
            alt(of)),
        new Chart.Axis("n, training data (log scale)", Chart.Scale.LOG),
        new Chart.Axis(what, Chart.Scale.LOG),
        series);
  }

  /** Theory against n: exact lines are told apart by their labels' order, first black. */
  private Chart.Series line(String label, DoubleUnaryOperator of) {
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
    boolean isFirst = label.startsWith("λ/n, ");
    return Chart.Series.plain(label, isFirst ? Chart.Style.EXACT : Chart.Style.SOURCE, x, y);
  }

  /** Generalisation and training of a method in one colour, so that their distance is seen. */
  private Figure scaled() {
    Drawing drawing = new Drawing();
    List<Double> heights = new ArrayList<>();
    if (result.theory().size() == 1) {
      LearningTheory theory = result.theory().get(0);
      level(drawing, heights, "λ = " + theory.exact().lambda(), theory.lambda(), true);
      level(drawing, heights, "d/2", theory.parameters() / 2.0, false);
      if (theory.multiplicity() > 1) {
        Chart.Series line = line("λ − (m−1)/ln n", n -> n * theory.excess(n));
        Arrays.stream(line.y()).forEach(heights::add);
        drawing.add(
            line.label(), new Layer.Line(line.x(), line.y(), Theme.INK, Theme.dashed(1.4f)));
      }
    }
    List<Color> colours = List.of(Theme.BLUE, Theme.VERMILION, Theme.GREEN, Theme.PURPLE);
    int[] count = {0};
    curves(
        (label, points) -> {
          Color colour = colours.get(count[0]++ % colours.size());
          series(drawing, heights, label + ": G − S", points, LearningSummary::scaled, colour);
          series(drawing, heights, label + ": T − S", points, LearningFigures::nTraining, colour);
        });
    double[] ns = result.points().stream().mapToDouble(p -> p.point().n()).toArray();
    Axis x = Axis.holding("n, training data (log scale)", new Scale.Log(), Arrays.stream(ns));
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
            + BARS,
        alt(LearningSummary::scaled),
        List.of(drawing.panel(HEIGHT, x, y)));
  }

  private static void level(
      Drawing drawing, List<Double> heights, String label, double value, boolean solid) {
    heights.add(value);
    BasicStroke stroke = solid ? Theme.solid(1.4f) : Theme.dashed(1.4f);
    drawing.add(label, new Layer.Level(value, solid ? Theme.INK : Theme.RULE, stroke));
  }

  private static void series(
      Drawing drawing,
      List<Double> heights,
      String label,
      List<LearningSummary> points,
      Function<LearningSummary, LearningSummary.Mean> of,
      Color colour) {
    boolean isTraining = label.contains("T");
    double[] x = points.stream().mapToDouble(p -> p.point().n()).toArray();
    double[] y = points.stream().map(of).mapToDouble(LearningSummary.Mean::value).toArray();
    double[] se = points.stream().map(of).mapToDouble(LearningSummary.Mean::se).toArray();
    PointSeries marks =
        new PointSeries(label, x, y, se, isTraining ? Glyph.RING : Glyph.DOT, colour);
    marks.ends().forEach(heights::add);
    Layer line = Layer.through(x, y, colour, isTraining ? Theme.dashed(1.4f) : Theme.solid(1.4f));
    drawing.add(line, marks.bars(), marks.marks());
    drawing.key(label, line, marks.marks());
  }

  private static LearningSummary.Mean nTraining(LearningSummary point) {
    double n = point.point().n();
    return new LearningSummary.Mean(
        n * point.trainingExcess().value(), n * point.trainingExcess().se());
  }

  private Chart training() {
    List<Chart.Series> series = new ArrayList<>();
    curves(
        (label, points) ->
            series.add(joined(label, points, p -> p.point().n(), LearningSummary::training)));
    return new Chart(
        "learning-curve-training",
        new Chart.Words(
            "Training loss: " + result.target(),
            "Mean loss on the training data themselves." + BARS,
            alt(LearningSummary::training)),
        new Chart.Axis("n, training data (log scale)", Chart.Scale.LOG),
        new Chart.Axis("training loss T (nats per datum)", Chart.Scale.LOG),
        series);
  }

  private interface Curve {
    void draw(String label, List<LearningSummary> points);
  }

  /** One curve over n for each method and network. */
  private void curves(Curve curve) {
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
    groups.forEach(curve::draw);
  }

  private static String network(LearningPoint point) {
    return (point.width() == null ? "" : ", width " + point.width())
        + (point.depth() == null ? "" : ", depth " + point.depth());
  }

  private void overNetwork(
      List<Chart> charts,
      String name,
      Function<LearningPoint, Integer> across,
      Function<LearningPoint, Integer> other) {
    int n = result.points().stream().mapToInt(p -> p.point().n()).max().orElseThrow();
    Map<String, List<LearningSummary>> groups =
        result.points().stream()
            .filter(p -> p.point().n() == n)
            .collect(
                Collectors.groupingBy(
                    p ->
                        p.method()
                            + (other.apply(p.point()) == null
                                ? ""
                                : (name.equals("width") ? ", depth " : ", width ")
                                    + other.apply(p.point())),
                    LinkedHashMap::new,
                    Collectors.toList()));
    ToDoubleFunction<LearningSummary> x = p -> across.apply(p.point());
    charts.add(losses(name, n, groups, x));
    if (knowsTruth) {
      charts.add(scaledOver(name, n, groups, x));
    }
    lambda(name, n, groups).ifPresent(charts::add);
  }

  private Chart losses(
      String name,
      int n,
      Map<String, List<LearningSummary>> groups,
      ToDoubleFunction<LearningSummary> x) {
    List<Chart.Series> series = new ArrayList<>();
    Function<LearningSummary, LearningSummary.Mean> of =
        knowsTruth ? LearningSummary::excess : LearningSummary::generalisation;
    groups.forEach(
        (label, points) -> {
          series.add(joined(label + ": " + (knowsTruth ? "G − S" : "G"), points, x, of));
          if (!knowsTruth) {
            series.add(joined(label + ": T", points, x, LearningSummary::training));
          }
        });
    return new Chart(
        "scaling-" + name + "-loss",
        new Chart.Words(
            "Loss against " + name + ": " + result.target() + ", n = " + n,
            "Mean loss on new data (G) and on the training data (T), the data being the same for every "
                + name
                + "."
                + BARS,
            alt(of)),
        new Chart.Axis(name + " of the hidden layers (log scale)", Chart.Scale.LOG),
        new Chart.Axis("loss (nats per datum)", Chart.Scale.LOG),
        series);
  }

  private Chart scaledOver(
      String name,
      int n,
      Map<String, List<LearningSummary>> groups,
      ToDoubleFunction<LearningSummary> x) {
    List<Chart.Series> series = new ArrayList<>();
    List<LearningTheory> theory = result.theory();
    if (!theory.isEmpty() && name.equals("width")) {
      double[] widths = theory.stream().mapToDouble(LearningTheory::width).toArray();
      series.add(
          Chart.Series.plain(
              "λ",
              Chart.Style.EXACT,
              widths,
              theory.stream().mapToDouble(LearningTheory::lambda).toArray()));
      series.add(
          Chart.Series.plain(
              "d/2",
              Chart.Style.SOURCE,
              widths,
              theory.stream().mapToDouble(it -> it.parameters() / 2.0).toArray()));
    }
    groups.forEach(
        (label, points) ->
            series.add(joined(label + ": n (G − S)", points, x, LearningSummary::scaled)));
    return new Chart(
        "scaling-" + name + "-excess",
        new Chart.Words(
            "n (G − S) against " + name + ": " + result.target() + ", n = " + n,
            "The generalisation loss of Bayes times n tends to λ, that of a regular model to d/2."
                + BARS,
            alt(LearningSummary::scaled)),
        new Chart.Axis(name + " of the hidden layers (log scale)", Chart.Scale.LOG),
        new Chart.Axis("n (G − S) (nats)", Chart.Scale.LOG),
        series);
  }

  private Optional<Chart> lambda(String name, int n, Map<String, List<LearningSummary>> groups) {
    List<Chart.Series> series = new ArrayList<>();
    groups.forEach(
        (label, points) -> {
          List<LearningSummary> known =
              points.stream().filter(p -> p.lambda().value() > 0).toList();
          if (!known.isEmpty()) {
            ToDoubleFunction<LearningSummary> p = LearningSummary::parameters;
            series.add(
                Chart.Series.plain(
                    "P/2",
                    Chart.Style.EXACT,
                    known.stream().mapToDouble(p).toArray(),
                    known.stream().mapToDouble(q -> q.parameters() / 2.0).toArray()));
            series.add(
                joined(
                    "LLC after training, " + label + trusted(known),
                    known,
                    p,
                    LearningSummary::lambda));
          }
        });
    return series.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Chart(
                "scaling-" + name + "-lambda",
                new Chart.Words(
                    "Learning coefficient against size: " + result.target() + ", n = " + n,
                    "The local learning coefficient of the trained networks, at the gamma and"
                        + " temperature of cusp llc, beside P/2, that of a regular model."
                        + BARS,
                    alt(LearningSummary::lambda)),
                new Chart.Axis("P, parameters (log scale)", Chart.Scale.LOG),
                new Chart.Axis("LLC", Chart.Scale.LOG),
                series));
  }

  private static String trusted(List<LearningSummary> points) {
    int all = points.stream().mapToInt(LearningSummary::repeats).sum();
    int trusted = points.stream().mapToInt(LearningSummary::lambdaTrusted).sum();
    return String.format(Locale.ROOT, " (%d of %d trusted)", trusted, all);
  }

  private static Chart.Series joined(
      String label,
      List<LearningSummary> points,
      ToDoubleFunction<LearningSummary> x,
      Function<LearningSummary, LearningSummary.Mean> of) {
    double[] y = points.stream().map(of).mapToDouble(LearningSummary.Mean::value).toArray();
    double[] half = points.stream().map(of).mapToDouble(LearningSummary.Mean::se).toArray();
    for (int i = 0; i < half.length; i++) {
      half[i] = PointSeries.NORMAL_95 * half[i];
      if (half[i] >= y[i] && y[i] > 0) {
        half[i] = REACH * y[i];
      }
    }
    return new Chart.Series(
        label, Chart.Style.JOINED, points.stream().mapToDouble(x).toArray(), y, half);
  }

  private String alt(Function<LearningSummary, LearningSummary.Mean> of) {
    LearningSummary last = result.points().get(result.points().size() - 1);
    return String.format(
        Locale.ROOT,
        "Plot with error bars of %d points; the last is %s by %s at %s.",
        result.points().size(),
        Numbers.plusMinus(of.apply(last).value(), of.apply(last).se()),
        last.method(),
        last.point().describe());
  }
}

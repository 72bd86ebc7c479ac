package org.cusp.report.figures.posterior;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.cusp.estimate.predictive.PredictiveResult;
import org.cusp.estimate.predictive.PredictiveResult.Bin;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.PointSeries;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;

/** Reliability diagrams: how often what was predicted with a confidence is right. */
public final class ReliabilityFigure {
  private static final int HEIGHT = 420;

  private ReliabilityFigure() {}

  /** One for each data set that has bins. */
  public static List<Figure> of(PredictiveResult result) {
    return result.results().stream()
        .filter(one -> !one.bins().isEmpty())
        .map(ReliabilityFigure::of)
        .toList();
  }

  private static Figure of(PredictiveResult.OnData one) {
    boolean isOfLevels = one.kind().equals("values");
    PointSeries draws = series("predictive", one.bins(), 0);
    PointSeries centre = series("w* alone", one.binsAtCentre(), 1);
    double[] x =
        Stream.of(draws, centre).flatMapToDouble(series -> DoubleStream.of(series.x())).toArray();
    double low = Math.min(DoubleStream.of(x).min().orElse(0), 1);
    double[] diagonal = {isOfLevels ? 0 : low, 1};
    Drawing drawing = new Drawing();
    drawing.add(
        "calibrated",
        new Layer.Line(diagonal, diagonal, Theme.INK, Theme.solid(Theme.DENSE_LINE_WIDTH)));
    drawing.add(draws);
    drawing.add(centre);
    PredictiveResult.Measure ece =
        one.measures().stream()
            .filter(measure -> measure.name().startsWith("calibration"))
            .findFirst()
            .orElseThrow();
    return new Figure(
        "reliability-" + one.data(),
        "Calibration on the " + one.data() + " data",
        (isOfLevels
                ? "The share of targets below the predictive's quantile of each level. "
                : "The share that is right of what was predicted with a confidence, in 15 bins of equal"
                    + " width. ")
            + "Bars are 95% intervals by the number of data. Calibration error "
            + Numbers.plusMinus(ece.predictive().value(), ece.predictive().se())
            + ", of w* alone "
            + Numbers.plain(ece.atCentre())
            + "; a calibrated forecast would show "
            + Numbers.plain(one.eceByChance())
            + ".",
        "Reliability diagram of " + one.bins().size() + " bins.",
        List.of(
            drawing.panel(
                HEIGHT,
                Axis.holding(
                    isOfLevels ? "level" : "confidence",
                    new Scale.Linear(),
                    DoubleStream.concat(DoubleStream.of(diagonal), DoubleStream.of(x))),
                Axis.holding(
                    isOfLevels ? "share below" : "share that is right",
                    new Scale.Linear(),
                    DoubleStream.concat(
                        DoubleStream.of(diagonal),
                        DoubleStream.concat(
                            DoubleStream.of(draws.y()), DoubleStream.of(centre.y())))))));
  }

  private static PointSeries series(String label, List<Bin> bins, int number) {
    return new PointSeries(
        label,
        bins.stream().mapToDouble(Bin::confidence).toArray(),
        bins.stream().mapToDouble(Bin::right).toArray(),
        bins.stream().mapToDouble(Bin::se).toArray(),
        Glyph.series(number),
        Theme.series(number));
  }
}

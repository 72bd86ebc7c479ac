package org.cusp.report.figures.posterior;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.cusp.estimate.covariance.CovarianceResult;
import org.cusp.estimate.covariance.CovarianceResult.Direction;
import org.cusp.estimate.covariance.CovarianceResult.Eigenvalue;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.PointSeries;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;

/** Figures of the covariance of the weights. */
public final class CovarianceFigures {
  private static final int HEIGHT = 320;

  private CovarianceFigures() {}

  /** The spectrum, and variances along the directions of curvature beside those foreseen. */
  public static List<Figure> of(CovarianceResult result) {
    return List.of(spectrum(result), directions(result));
  }

  private static Figure spectrum(CovarianceResult result) {
    List<Eigenvalue> all = result.whole().eigenvalues();
    List<Eigenvalue> others = all.stream().filter(one -> one.heldOut() != null).toList();
    List<PointSeries> series = new ArrayList<>();
    series.add(
        series(
            "eigenvalue of the sample",
            all,
            one -> one.value().value(),
            one -> one.value().se(),
            0));
    if (!others.isEmpty()) {
      series.add(
          series(
              "held out: other chains along the same direction",
              others,
              one -> one.heldOut().value(),
              one -> one.heldOut().se(),
              1));
    }
    Drawing drawing = new Drawing();
    double prior = 1 / result.gamma();
    drawing.add(
        "the localisation alone, 1/γ = " + Numbers.plain(prior),
        new Layer.Level(prior, Theme.INK, Theme.dashed(Theme.DENSE_LINE_WIDTH)));
    series.forEach(drawing::add);
    return new Figure(
        "covariance-spectrum",
        "Largest variances of the weights over the draws",
        String.format(
            Locale.ROOT,
            "Of %s weights, over %s effective draws: eigenvalues of a sample that are all the same"
                + " in truth spread, which the variances held out do not (Marchenko-Pastur). Bars"
                + " are 95%% intervals.",
            Numbers.integer(result.parameters()),
            Numbers.integer(Math.round(result.draws().ess()))),
        "The largest eigenvalue is " + Numbers.plain(all.get(0).value().value()) + ".",
        List.of(
            drawing.panel(
                HEIGHT,
                Axis.holding(
                    "rank",
                    new Scale.Linear(),
                    IntStream.rangeClosed(1, all.size()).asDoubleStream()),
                Axis.holding(
                    "variance (squared units of w)",
                    new Scale.Log(),
                    DoubleStream.concat(
                        DoubleStream.of(prior),
                        series.stream().flatMapToDouble(PointSeries::ends).filter(v -> v > 0))))));
  }

  private static <T> PointSeries series(
      String label, List<T> all, ToDoubleFunction<T> value, ToDoubleFunction<T> se, int number) {
    return new PointSeries(
        label,
        IntStream.rangeClosed(1, all.size()).asDoubleStream().toArray(),
        all.stream().mapToDouble(value).toArray(),
        all.stream().mapToDouble(se).toArray(),
        Glyph.series(number),
        Theme.series(number));
  }

  private static Figure directions(CovarianceResult result) {
    List<PointSeries> series = new ArrayList<>();
    series.add(along("of the Hessian", result.hessian(), 0));
    if (result.kronecker() != null) {
      series.add(along("of K-FAC", result.kronecker(), 1));
    }
    double[] ends =
        series.stream()
            .flatMapToDouble(one -> DoubleStream.concat(DoubleStream.of(one.x()), one.ends()))
            .filter(v -> v > 0)
            .sorted()
            .toArray();
    Drawing drawing = new Drawing();
    if (ends.length > 0) {
      double[] diagonal = {ends[0], ends[ends.length - 1]};
      drawing.add(
          "a Gaussian posterior",
          new Layer.Line(diagonal, diagonal, Theme.INK, Theme.solid(Theme.DENSE_LINE_WIDTH)));
    }
    series.forEach(drawing::add);
    return new Figure(
        "covariance-curvature",
        "Variance along the stiffest directions, beside what curvature foresees",
        "1 / (nβ h + γ) of a direction with curvature h, and the variance of the draws along it."
            + " Above the line the posterior is wider than its curvature at w* says. Bars are 95%"
            + " intervals.",
        "Scatter plot of variances foreseen and found along "
            + series.get(0).x().length
            + " directions.",
        List.of(
            drawing.panel(
                HEIGHT + 60,
                Axis.holding("foreseen", new Scale.Log(), DoubleStream.of(ends)),
                Axis.holding("found", new Scale.Log(), DoubleStream.of(ends)))));
  }

  private static PointSeries along(String label, List<Direction> all, int number) {
    List<Direction> known = all.stream().filter(one -> one.gaussian() != null).toList();
    return new PointSeries(
        label,
        known.stream().mapToDouble(Direction::gaussian).toArray(),
        known.stream().mapToDouble(one -> one.variance().value()).toArray(),
        known.stream().mapToDouble(one -> one.variance().se()).toArray(),
        Glyph.series(number),
        Theme.series(number));
  }
}

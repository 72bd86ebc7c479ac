package org.cusp.report.figures;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.compare.KnResult;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.PointSeries;
import org.cusp.report.plot.Theme;

/** K_n along training, on training and held-out data. */
public final class KnFigure {
  /** What K_n is and is not; said wherever it is shown. */
  public static final String WHAT_IT_IS =
      "K_n(w) is an empirical average, the mean over a sample of log q(x) / p(x|w): it estimates"
          + " the Kullback–Leibler divergence K(w) and is not itself a divergence, so it may be"
          + " negative.";

  /** The smaller values are those of the trained network, which must remain visible. */
  private static final double SMALL = 0.25;

  private KnFigure() {}

  public static Figure of(List<KnResult.Row> points) {
    Axis steps = Axis.ofSteps(points.stream().mapToDouble(KnResult.Row::step).toArray());
    double[] values =
        points.stream()
            .flatMapToDouble(p -> DoubleStream.of(p.train().value(), test(p).value()))
            .toArray();
    DoubleStream ends =
        DoubleStream.concat(
            points.stream()
                .flatMapToDouble(p -> PointSeries.ends(p.train().value(), p.train().se())),
            points.stream().flatMapToDouble(p -> PointSeries.ends(test(p).value(), test(p).se())));
    Axis axis =
        Axis.holding(
            "K_n (nats per datum)",
            Axis.signed(values, Axis.size(values, SMALL)),
            DoubleStream.concat(ends, DoubleStream.of(0)));
    Drawing drawing = new Drawing();
    drawing.add(new Layer.Level(0, Theme.RULE, Theme.solid(1.2f)));
    add("training data", points, row -> row.train().estimate(), Glyph.DOT, drawing);
    add("held-out data", points, KnFigure::test, Glyph.SQUARE, drawing);
    return new Figure(
        "kn",
        "Empirical log-likelihood ratio K_n along training",
        WHAT_IT_IS
            + " Bars are 95% intervals (± 1.96 standard errors). Up to the noise of the two samples,"
            + " the distance between the curves is what the network has learnt of its training"
            + " sample and not of the law behind it."
            + axis.note(),
        alt(points),
        List.of(drawing.panel(320, steps, axis)));
  }

  private static void add(
      String label,
      List<KnResult.Row> points,
      Function<KnResult.Row, Estimate> estimate,
      Glyph glyph,
      Drawing drawing) {
    double[] y = points.stream().map(estimate).mapToDouble(Estimate::value).toArray();
    if (Arrays.stream(y).noneMatch(Double::isFinite)) {
      return;
    }
    Color colour = glyph == Glyph.DOT ? Theme.BLUE : Theme.VERMILION;
    double[] x = points.stream().mapToDouble(KnResult.Row::step).toArray();
    double[] errors = points.stream().map(estimate).mapToDouble(Estimate::se).toArray();
    PointSeries series = new PointSeries(label, x, y, errors, glyph, colour);
    Layer line =
        Layer.through(x, y, colour, glyph == Glyph.DOT ? Theme.solid(1.4f) : Theme.dashed(1.4f));
    drawing.add(line, series.bars(), series.marks());
    drawing.key(label, line, series.marks());
  }

  /** On held-out data; NaN without them. */
  public static Estimate test(KnResult.Row row) {
    return row.test() == null ? new Estimate(Double.NaN, Double.NaN) : row.test().estimate();
  }

  private static String alt(List<KnResult.Row> points) {
    KnResult.Row last = points.get(points.size() - 1);
    return String.format(
        Locale.ROOT,
        "Plot with error bars: at step %s K_n is %s on training data and %s on held-out data.",
        Numbers.integer(last.step()),
        Numbers.plusMinus(last.train().value(), last.train().se()),
        Numbers.plusMinus(test(last).value(), test(last).se()));
  }
}

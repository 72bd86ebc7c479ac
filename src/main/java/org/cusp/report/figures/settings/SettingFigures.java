package org.cusp.report.figures.settings;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.cusp.report.figures.LlcFigure;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.PointSeries;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;

/** Figures of the LLC against what was set: step size, localisation, temperature. */
public final class SettingFigures {
  private static final int HEIGHT = 320;
  private static final int CURVE_POINTS = 90;

  private SettingFigures() {}

  /**
   * The LLC against the step size, with the fitted line and its value at 0; id {@code step-size}.
   *
   * @param exact the true value where it is known
   */
  public static Figure stepSize(String target, StepSizeScan scan, OptionalDouble exact) {
    Drawing drawing = new Drawing();
    addExact(exact, drawing);
    double largest = scan.points().stream().mapToDouble(LlcAt::at).max().orElse(1);
    double[] at =
        IntStream.rangeClosed(0, CURVE_POINTS)
            .mapToDouble(i -> 1.05 * largest * i / CURVE_POINTS)
            .toArray();
    double[] fit =
        Arrays.stream(at)
            .map(e -> scan.value() + scan.slope() * Math.pow(e, scan.order()))
            .toArray();
    if (Double.isFinite(scan.slope())) {
      drawing.add(
          "fitted: LLC + c ε" + power(scan.order()),
          new Layer.Line(at, fit, Theme.INK, Theme.dashed(Theme.DENSE_LINE_WIDTH)));
    }
    PointSeries points = series("LLC at ε", scan.points(), Glyph.DOT, Theme.BLUE);
    PointSeries end =
        series(
            "extrapolated to ε = 0: " + Numbers.plusMinus(scan.value(), scan.se()),
            List.of(new LlcAt(0, scan.value(), scan.se())),
            Glyph.SQUARE,
            Theme.VERMILION);
    drawing.add(points);
    drawing.add(end);
    Axis x = new Axis("step size ε", new Scale.Linear(), -0.04 * largest, 1.08 * largest);
    DoubleStream ends =
        DoubleStream.concat(
            DoubleStream.concat(points.ends(), end.ends()),
            DoubleStream.concat(exact.stream(), Arrays.stream(fit)));
    return new Figure(
        "step-size",
        "LLC against the step size: " + target,
        "A sampler with a finite step samples another law than the posterior; the line through the"
            + " estimates at several step sizes leads to the value without that error."
            + " Bars are 95% intervals (± 1.96 standard errors).",
        String.format(
            Locale.ROOT,
            "Plot with error bars: the LLC at %d step sizes; extrapolated to 0 it is %s.",
            scan.points().size(),
            Numbers.plusMinus(scan.value(), scan.se())),
        List.of(drawing.panel(HEIGHT, x, Axis.holding(LlcFigure.LLC_TITLE, linear(), ends))));
  }

  /** The LLC against the strength of the localisation; id {@code gamma}. */
  public static Figure gamma(String target, LlcCurve curve) {
    return curve(
        "gamma",
        "LLC against the localisation: " + target,
        "γ",
        "localisation γ (log scale)",
        "The posterior is held near w* by exp(−γ/2 |w − w*|²). A plateau says that the LLC does not"
            + " depend on how strongly; a slope says that the chains are held by the localisation,"
            + " and the LLC is that of this γ.",
        curve);
  }

  /** The LLC against the inverse temperature; id {@code nbeta}. */
  public static Figure nBeta(String target, LlcCurve curve) {
    return curve(
        "nbeta",
        "LLC against the inverse temperature: " + target,
        "nβ",
        "inverse temperature nβ (log scale)",
        "The larger nβ, the nearer to w* the chains look. A plateau says that the volume around w*"
            + " scales with one exponent over these distances; a slope says that it does not, and"
            + " the LLC is that of this nβ.",
        curve);
  }

  /** The LLC over step size and inverse temperature; id {@code map}. */
  public static Figure map(String target, LlcMap map) {
    return MapFigure.of(target, map);
  }

  private static Figure curve(
      String id, String title, String symbol, String axis, String what, LlcCurve curve) {
    Drawing drawing = new Drawing();
    addExact(curve.exact(), drawing);
    drawing.add(
        String.format(
            Locale.ROOT, "chosen: %s = %s", symbol, Numbers.significant(curve.chosen(), 3)),
        new Layer.Upright(curve.chosen(), Theme.GREEN, Theme.dashed(Theme.LINE_WIDTH)));
    PointSeries line = series("", curve.reweighted(), Glyph.DOT, Theme.ORANGE);
    if (!curve.reweighted().isEmpty()) {
      drawing.add(
          "reweighted from the chosen " + symbol,
          Layer.around(
              line.x(),
              line.y(),
              PointSeries.halves(line.se()),
              Theme.transparent(Theme.ORANGE, 0.25)),
          new Layer.Line(line.x(), line.y(), Theme.ORANGE, Theme.solid(Theme.LINE_WIDTH)));
    }
    PointSeries points = series("LLC at " + symbol, curve.measured(), Glyph.DOT, Theme.BLUE);
    if (!curve.measured().isEmpty()) {
      drawing.add(points);
    }
    DoubleStream places =
        DoubleStream.concat(
            DoubleStream.of(curve.chosen()),
            DoubleStream.concat(Arrays.stream(points.x()), Arrays.stream(line.x())));
    DoubleStream ends =
        DoubleStream.concat(
            curve.exact().stream(), DoubleStream.concat(points.ends(), line.ends()));
    return new Figure(
        id,
        title,
        what + " Bars and bands are 95% intervals (± 1.96 standard errors).",
        alt(symbol, curve),
        List.of(
            drawing.panel(
                HEIGHT,
                Axis.holding(axis, new Scale.Log(), places),
                Axis.holding(LlcFigure.LLC_TITLE, linear(), ends))));
  }

  private static String alt(String symbol, LlcCurve curve) {
    List<LlcAt> shown = curve.measured().isEmpty() ? curve.reweighted() : curve.measured();
    if (shown.isEmpty()) {
      return "A plot without points.";
    }
    LlcAt first = shown.get(0);
    LlcAt last = shown.get(shown.size() - 1);
    return String.format(
        Locale.ROOT,
        "Plot with error bars: the LLC goes from %s at %s = %s to %s at %s = %s.",
        Numbers.plusMinus(first.value(), first.se()),
        symbol,
        Numbers.significant(first.at(), 3),
        Numbers.plusMinus(last.value(), last.se()),
        symbol,
        Numbers.significant(last.at(), 3));
  }

  private static String power(double order) {
    return order == 1 ? "" : order == 2 ? "²" : "^" + Numbers.plain(order);
  }

  private static void addExact(OptionalDouble exact, Drawing drawing) {
    exact.ifPresent(
        value ->
            drawing.add(
                "exact λ: " + Numbers.plain(value),
                new Layer.Level(value, Theme.INK, Theme.solid(Theme.DENSE_LINE_WIDTH))));
  }

  private static Scale linear() {
    return new Scale.Linear();
  }

  private static PointSeries series(String label, List<LlcAt> points, Glyph glyph, Color colour) {
    return new PointSeries(
        label,
        each(points, LlcAt::at),
        each(points, LlcAt::value),
        each(points, LlcAt::se),
        glyph,
        colour);
  }

  private static double[] each(List<LlcAt> points, ToDoubleFunction<LlcAt> what) {
    return points.stream().mapToDouble(what).toArray();
  }
}

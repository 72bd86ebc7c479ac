package org.cusp.report.figures.evidence;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.cusp.exact.Rlct;
import org.cusp.gold.spectrum.Spectrum;
import org.cusp.gold.spectrum.SpectrumPoint;
import org.cusp.gold.spectrum.VolumeScaling;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.PointSeries;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;

/** Figures of a quantity against the scale: the temperature spectrum and the volume. */
public final class ScaleFigures {
  private static final int HEIGHT = 320;

  /**
   * The axis shows at least this much of lambda to both sides, or it would show rounding errors.
   */
  private static final double ROOM = 0.05;

  private ScaleFigures() {}

  /** The effective coefficient {@code E_t[tK]} against t, with lambda as fitted and exact. */
  public static Figure spectrum(String target, Spectrum spectrum, Optional<Rlct> exact) {
    List<SpectrumPoint> points = spectrum.points();
    double[] t = points.stream().mapToDouble(SpectrumPoint::t).toArray();
    double[] energy = points.stream().mapToDouble(SpectrumPoint::energy).toArray();
    double[] se = points.stream().mapToDouble(SpectrumPoint::se).toArray();
    double lambda = spectrum.fit().lambda();
    Drawing drawing = new Drawing();
    exact.ifPresent(
        rlct ->
            drawing.add(
                "exact λ = " + rlct.lambdaText(),
                new Layer.Level(
                    rlct.lambdaValue(), Theme.INK, Theme.solid(Theme.DENSE_LINE_WIDTH))));
    drawing.add(
        "fitted λ = " + Numbers.plusMinus(lambda, spectrum.fit().se()),
        new Layer.Level(lambda, Theme.VERMILION, Theme.dashed(Theme.LINE_WIDTH)));
    addPoints("E[tK] at t", t, energy, se, drawing);
    double known = exact.map(Rlct::lambdaValue).orElse(lambda);
    Axis x = Axis.holding("t (log scale)", new Scale.Log(), Arrays.stream(t));
    Axis y =
        Axis.holding(
            "E[tK]",
            new Scale.Linear(),
            DoubleStream.concat(
                Arrays.stream(energy),
                DoubleStream.of(lambda, known, (1 - ROOM) * known, (1 + ROOM) * known)));
    return new Figure(
        "spectrum",
        "Effective learning coefficient at each scale: " + target,
        "E[tK] under exp(-tK) times the prior: the slope of the free energy against log t, which"
            + " tends to λ - (m - 1)/(log t + c). Bars are 95% intervals (± 1.96 standard errors).",
        String.format(
            Locale.ROOT,
            "The effective coefficient rises or falls from %s at t = %s to %s at t = %s; fitted %s.",
            Numbers.plain(energy[0]),
            Numbers.plain(t[0]),
            Numbers.plain(energy[energy.length - 1]),
            Numbers.plain(t[t.length - 1]),
            Numbers.plusMinus(lambda, spectrum.fit().se())),
        List.of(drawing.panel(HEIGHT, x, y)));
  }

  /** {@code log V(eps)} against eps, with the exact slope through the last point. */
  public static Figure volume(String target, VolumeScaling scaling, Optional<Rlct> exact) {
    List<VolumeScaling.Level> levels = scaling.levels();
    double[] eps = levels.stream().mapToDouble(VolumeScaling.Level::eps).toArray();
    double[] log = levels.stream().mapToDouble(VolumeScaling.Level::logVolume).toArray();
    double[] se = levels.stream().mapToDouble(VolumeScaling.Level::se).toArray();
    Drawing drawing = new Drawing();
    exact.ifPresent(
        rlct ->
            drawing.add(
                "exact slope: λ = " + rlct.lambdaText() + ", m = " + rlct.multiplicity(),
                new Layer.Line(
                    eps,
                    exactShape(rlct, eps, log),
                    Theme.INK,
                    Theme.dashed(Theme.DENSE_LINE_WIDTH))));
    addPoints("log V", eps, log, se, drawing);
    Axis x = Axis.holding("ε (log scale)", new Scale.Log(), Arrays.stream(eps));
    Axis y = Axis.holding("log V(ε)", new Scale.Linear(), Arrays.stream(log));
    return new Figure(
        "volume",
        "Prior volume of {K < ε}: " + target,
        "V(ε) is the prior probability of K < ε, by multilevel splitting; it falls like"
            + " ε^λ (log 1/ε)^(m-1). Bars are 95% intervals. The dashed line has the exact λ and m"
            + " and passes through the last point.",
        String.format(
            Locale.ROOT,
            "log V falls from %s at ε = %s to %s at ε = %s; fitted λ = %s.",
            Numbers.plain(log[0]),
            Numbers.plain(eps[0]),
            Numbers.plain(log[log.length - 1]),
            Numbers.plain(eps[eps.length - 1]),
            Numbers.plusMinus(scaling.fit().lambda(), scaling.fit().se())),
        List.of(drawing.panel(HEIGHT, x, y)));
  }

  private static double[] exactShape(Rlct rlct, double[] eps, double[] log) {
    double[] line = new double[eps.length];
    for (int i = 0; i < line.length; i++) {
      double size = -Math.log(eps[i]);
      line[i] =
          size > 1
              ? -rlct.lambdaValue() * size + (rlct.multiplicity() - 1) * Math.log(size)
              : Double.NaN;
    }
    double shift = log[log.length - 1] - line[line.length - 1];
    for (int i = 0; i < line.length; i++) {
      line[i] += shift;
    }
    return line;
  }

  private static void addPoints(
      String label, double[] x, double[] y, double[] se, Drawing drawing) {
    drawing.add(Layer.through(x, y, Theme.SKY, Theme.solid(Theme.DENSE_LINE_WIDTH)));
    drawing.add(new PointSeries(label, x, y, se, Glyph.DOT, Theme.BLUE));
  }
}

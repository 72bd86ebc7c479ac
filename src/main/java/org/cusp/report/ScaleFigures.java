package org.cusp.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.cusp.exact.Rlct;
import org.cusp.gold.Spectrum;
import org.cusp.gold.SpectrumPoint;
import org.cusp.gold.VolumeScaling;

/** Figures of a quantity against the scale: the temperature spectrum and the volume. */
public final class ScaleFigures {
  private static final int HEIGHT = 320;
  private static final double Z95 = 1.96;

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
    double[] half = points.stream().mapToDouble(p -> Z95 * p.se()).toArray();
    double lambda = spectrum.fit().lambda();
    List<Layer> layers = new ArrayList<>();
    List<Panel.Key> keys = new ArrayList<>();
    double[] logT = decades(t);
    addPoints("E[tK] at t", logT, energy, half, layers, keys);
    Layer.Level fitted = new Layer.Level(lambda, Theme.VERMILION, Theme.dashed(Theme.LINE_WIDTH));
    layers.add(fitted);
    keys.add(Panel.Key.of("fitted λ = " + Numbers.plusMinus(lambda, spectrum.fit().se()), fitted));
    exact.ifPresent(
        rlct -> {
          Layer.Level level =
              new Layer.Level(rlct.lambdaValue(), Theme.INK, Theme.solid(Theme.DENSE_LINE_WIDTH));
          layers.add(0, level);
          keys.add(Panel.Key.of("exact λ = " + rlct.lambdaText(), level));
        });
    double known = exact.map(Rlct::lambdaValue).orElse(lambda);
    Axis x = Axis.holding("log10 t", new Scale.Linear(), Arrays.stream(logT));
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
        "The effective coefficient rises or falls from %s at t = %s to %s at t = %s; fitted %s."
            .formatted(
                Numbers.plain(energy[0]),
                Numbers.plain(t[0]),
                Numbers.plain(energy[energy.length - 1]),
                Numbers.plain(t[t.length - 1]),
                Numbers.plusMinus(lambda, spectrum.fit().se())),
        List.of(new Panel(HEIGHT, x, y, layers, keys)));
  }

  /** {@code log V(eps)} against eps, with the exact slope through the last point. */
  public static Figure volume(String target, VolumeScaling scaling, Optional<Rlct> exact) {
    List<VolumeScaling.Level> levels = scaling.levels();
    double[] eps = levels.stream().mapToDouble(VolumeScaling.Level::eps).toArray();
    double[] log = levels.stream().mapToDouble(VolumeScaling.Level::logVolume).toArray();
    double[] logEps = decades(eps);
    double[] half = levels.stream().mapToDouble(level -> Z95 * level.se()).toArray();
    List<Layer> layers = new ArrayList<>();
    List<Panel.Key> keys = new ArrayList<>();
    exact.ifPresent(
        rlct -> {
          double[] line = exactShape(rlct, eps, log);
          Layer.Line drawn =
              new Layer.Line(logEps, line, Theme.INK, Theme.dashed(Theme.DENSE_LINE_WIDTH));
          layers.add(drawn);
          keys.add(
              Panel.Key.of(
                  "exact slope: λ = " + rlct.lambdaText() + ", m = " + rlct.multiplicity(), drawn));
        });
    addPoints("log V", logEps, log, half, layers, keys);
    Axis x = Axis.holding("log10 ε", new Scale.Linear(), Arrays.stream(logEps));
    Axis y = Axis.holding("log V(ε)", new Scale.Linear(), Arrays.stream(log));
    return new Figure(
        "volume",
        "Prior volume of {K < ε}: " + target,
        "V(ε) is the prior probability of K < ε, by multilevel splitting; it falls like"
            + " ε^λ (log 1/ε)^(m-1). Bars are 95% intervals. The dashed line has the exact λ and m"
            + " and passes through the last point.",
        "log V falls from %s at ε = %s to %s at ε = %s; fitted λ = %s."
            .formatted(
                Numbers.plain(log[0]),
                Numbers.plain(eps[0]),
                Numbers.plain(log[log.length - 1]),
                Numbers.plain(eps[eps.length - 1]),
                Numbers.plusMinus(scaling.fit().lambda(), scaling.fit().se())),
        List.of(new Panel(HEIGHT, x, y, layers, keys)));
  }

  private static double[] decades(double[] values) {
    return Arrays.stream(values).map(Math::log10).toArray();
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
      String label,
      double[] x,
      double[] y,
      double[] half,
      List<Layer> layers,
      List<Panel.Key> keys) {
    Layer.Bars bars = new Layer.Bars(x, y, half, Theme.BLUE);
    Layer.Marks marks = new Layer.Marks(x, y, Glyph.DOT, Theme.BLUE);
    layers.add(Layer.through(x, y, Theme.SKY, Theme.solid(Theme.DENSE_LINE_WIDTH)));
    layers.add(bars);
    layers.add(marks);
    keys.add(Panel.Key.of(label, bars, marks));
  }
}

package org.cusp.report.figures.chains;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.cusp.diagnostics.Moments;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Subject;
import org.cusp.report.plot.Theme;

/**
 * The law of nBeta dL. If the volume of {dL < e} is proportional to e^lambda, with no localisation
 * and no logarithm, nBeta dL has the density {@code x^(lambda-1) exp(-x) / Gamma(lambda)}, whose
 * mean and variance are both lambda.
 */
final class EnergyFigure {
  static final String ID = "energy";

  private static final int CURVE_POINTS = 400;

  /** Where a density has a pole, the curve may rise so far above the histogram. */
  private static final double HEADROOM = 1.25;

  private EnergyFigure() {}

  /**
   * @param trace with a finite chain and a draw after the burn-in
   */
  static Figure of(Subject subject, Trace trace) {
    double[] draws =
        Arrays.stream(trace.energies(trace.kept())).flatMapToDouble(Arrays::stream).toArray();
    double llc = Moments.mean(draws);
    Energies energies = Energies.of(draws);
    double[] edges = energies.edges();
    Axis x =
        Axis.holding(
            TraceFigure.ENERGY_TITLE,
            new Scale.Linear(),
            DoubleStream.of(edges[0], edges[edges.length - 1]));
    double[] at =
        IntStream.rangeClosed(0, CURVE_POINTS)
            .mapToDouble(i -> x.low() + i * (x.high() - x.low()) / CURVE_POINTS)
            .toArray();
    double[] curve = powerLaw(llc, at);
    double highest = Arrays.stream(energies.density()).max().orElse(1);
    double top =
        Math.min(
            2 * highest,
            Math.max(highest, Arrays.stream(curve).filter(Double::isFinite).max().orElse(0)));
    Drawing drawing = new Drawing();
    drawing.add(
        "draws",
        Layer.columns(edges, 0, energies.density(), Theme.mixed(Theme.BLUE, Theme.PAPER, 0.6)));
    drawing.add(
        Layer.outline(edges, energies.density(), Theme.BLUE, Theme.solid(1.2f)),
        new Layer.Level(0, Theme.RULE, Theme.solid(1f)));
    drawing.add(
        "their mean, the LLC: " + Numbers.significant(llc, 4),
        new Layer.Upright(llc, Theme.INK, Theme.dashed(1.4f)));
    if (llc > 0) {
      drawing.add(
          "Gamma(LLC), of a pure power law",
          new Layer.Line(at, curve, Theme.VERMILION, Theme.solid(Theme.LINE_WIDTH)));
    }
    Axis y = new Axis("probability density", new Scale.Linear(), 0, HEADROOM / 1.15 * top);
    return new Figure(
        subject.id(ID),
        subject.title("Law of nβ · ΔL"),
        caption(draws, llc, energies),
        String.format(
            Locale.ROOT,
            "Histogram of nβ · ΔL with mean %s and variance %s, against a Gamma law with the same mean.",
            Numbers.significant(llc, 4),
            Numbers.significant(Moments.variance(draws), 4)),
        List.of(drawing.panel(300, x, y)));
  }

  /** The density of Gamma(llc) with scale 1; NaN at and below zero, and everywhere if llc <= 0. */
  static double[] powerLaw(double llc, double[] at) {
    if (!(llc > 0)) {
      return DoubleStream.of(at).map(x -> Double.NaN).toArray();
    }
    GammaDistribution law = new GammaDistribution(null, llc, 1);
    return DoubleStream.of(at).map(x -> x > 0 ? law.density(x) : Double.NaN).toArray();
  }

  private static String caption(double[] draws, double llc, Energies energies) {
    StringBuilder caption =
        new StringBuilder(
            "How far above the checkpoint's loss the draws lie. Where the volume of the weights"
                + " below a loss is a pure power of it, with the LLC as exponent, nβ · ΔL has the"
                + " Gamma law drawn, whose variance is its mean. ");
    caption.append(
        llc > 0
            ? String.format(
                Locale.ROOT,
                "Here the variance is %s times the mean; ",
                Numbers.significant(Moments.variance(draws) / llc, 3))
            : "Here the mean is not positive, and there is no such law; ");
    caption.append(
        "a ratio far from 1 says that the exponent changes with the distance from w*, that the"
            + " localisation holds the chains, or that the chains have not converged. Draws below 0"
            + " have a lower loss than the checkpoint.");
    if (energies.outside() > 0) {
      caption.append(
          String.format(
              Locale.ROOT,
              " Draws beyond the histogram: %s of %s.",
              Numbers.integer(energies.outside()),
              Numbers.integer(draws.length)));
    }
    return caption.toString();
  }
}

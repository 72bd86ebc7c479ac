package org.cusp.report.figures.evidence;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.freeenergy.FreeEnergyCurveResult;
import org.cusp.estimate.freeenergy.FreeEnergyResult;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.PointSeries;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;

/** Figures of free energies. */
public final class FreeEnergyFigures {
  private static final int HEIGHT = 240;
  private static final int CURVE = 300;
  private static final int RESIDUALS = 130;
  private static final int STEPS = 60;

  private FreeEnergyFigures() {}

  /** The mean energy along the ladder and what it sums up to; id {@code free-energy}. */
  public static Figure temperatures(FreeEnergyResult result) {
    List<FreeEnergyResult.Rung> rungs = result.rungs().subList(1, result.rungs().size());
    double[] beta = rungs.stream().mapToDouble(FreeEnergyResult.Rung::beta).toArray();
    double[] energy = rungs.stream().mapToDouble(FreeEnergyResult.Rung::energy).toArray();
    double[] se = rungs.stream().mapToDouble(FreeEnergyResult.Rung::se).toArray();
    double[] weighted = new double[beta.length];
    double[] weightedSe = new double[beta.length];
    for (int k = 0; k < beta.length; k++) {
      weighted[k] = beta[k] * energy[k];
      weightedSe[k] = beta[k] * se[k];
    }
    Axis x = Axis.holding("β (log scale)", new Scale.Log(), Arrays.stream(beta));
    Scale scale = Axis.signed(energy, Math.abs(energy[energy.length - 1]));
    Drawing top = new Drawing();
    top.add(Layer.through(beta, energy, Theme.SKY, Theme.solid(Theme.DENSE_LINE_WIDTH)));
    PointSeries points =
        new PointSeries("E[n(L − L(w0))] at β", beta, energy, se, Glyph.DOT, Theme.BLUE);
    top.add(points);
    Axis energies = Axis.holding("mean energy, nats", scale, points.ends());
    Drawing bottom = new Drawing();
    if (result.exact() != null && result.exact().lambdaValue() != null) {
      bottom.add(
          "exact λ = " + result.exact().lambda(),
          new Layer.Level(
              result.exact().lambdaValue(), Theme.INK, Theme.solid(Theme.DENSE_LINE_WIDTH)));
    }
    bottom.add(Layer.through(beta, weighted, Theme.SKY, Theme.solid(Theme.DENSE_LINE_WIDTH)));
    PointSeries slopes =
        new PointSeries(
            "β times it: its area is F − nL(w0)",
            beta,
            weighted,
            weightedSe,
            Glyph.SQUARE,
            Theme.VERMILION);
    bottom.add(slopes);
    Axis products =
        Axis.holding(
            "dF/d ln β",
            new Scale.Linear(),
            DoubleStream.concat(slopes.ends(), DoubleStream.of(0)));
    List<String> estimates = estimates(result);
    estimates.forEach(top::key);
    return new Figure(
        "free-energy",
        "Free energy from the prior to the posterior: " + result.target(),
        "The mean of n(L − L(w0)) under prior times exp(−β n L), w0 being "
            + result.excess().against()
            + ", at the temperatures of the ladder above the prior. The integral of it over β from"
            + " 0 to "
            + Numbers.plain(result.beta())
            + " is F − nL(w0) in nats: "
            + estimates
            + ". Bars are 95% intervals."
            + energies.note(),
        String.format(
            Locale.ROOT,
            "The mean energy falls from %s at β = %s to %s at β = %s; F − nL(w0) is %s.",
            Numbers.plain(energy[0]),
            Numbers.plain(beta[0]),
            Numbers.plain(energy[energy.length - 1]),
            Numbers.plain(beta[beta.length - 1]),
            String.join(", ", estimates)),
        List.of(top.panel(HEIGHT, x, energies), bottom.panel(HEIGHT, x, products)));
  }

  /** F - n L_n(w_0) by each of the three. */
  private static List<String> estimates(FreeEnergyResult result) {
    double offset = result.freeEnergy().value() - result.excess().estimate().value();
    Estimate stones = result.others().steppingStone();
    FreeEnergyResult.Integral integral = result.others().thermodynamicIntegration();
    return List.of(
        "MBAR "
            + Numbers.plusMinus(
                result.excess().estimate().value(), result.excess().estimate().se()),
        "stepping stone " + Numbers.plusMinus(stones.value() - offset, stones.se()),
        "thermodynamic integration "
            + Numbers.plusMinus(integral.estimate().value() - offset, integral.estimate().se()));
  }

  /** F_n - n L_n(w_0) against n with its fit, and what the fit leaves; id {@code curve}. */
  public static Figure curve(FreeEnergyCurveResult result) {
    List<FreeEnergyCurveResult.Point> points = result.points();
    double[] n = points.stream().mapToDouble(FreeEnergyCurveResult.Point::n).toArray();
    double[] mean = points.stream().mapToDouble(point -> point.excess().value()).toArray();
    double[] se = points.stream().mapToDouble(point -> point.excess().se()).toArray();
    double[] left = points.stream().mapToDouble(p -> p.excess().value() - p.fitted()).toArray();
    FreeEnergyCurveResult.Fit fit = result.fit();
    double[] fine = new double[STEPS + 1];
    for (int i = 0; i < fine.length; i++) {
      fine[i] = n[0] * Math.pow(n[n.length - 1] / n[0], i / (double) STEPS);
    }
    Drawing top = new Drawing();
    top.add(
        "fit: λ = " + Numbers.plusMinus(fit.lambda().value(), fit.lambda().se()),
        new Layer.Line(
            fine,
            Arrays.stream(fine).map(fit::at).toArray(),
            Theme.VERMILION,
            Theme.dashed(Theme.LINE_WIDTH)));
    if (result.exact() != null) {
      top.add(
          "slope of the exact λ = " + result.exact().lambda(),
          new Layer.Line(
              fine, exactShape(result, fine), Theme.INK, Theme.solid(Theme.DENSE_LINE_WIDTH)));
    }
    if (points.get(0).exactExcess() != null) {
      double[] exact =
          points.stream().mapToDouble(FreeEnergyCurveResult.Point::exactExcess).toArray();
      top.add(
          new PointSeries(
              "exact, same data", n, exact, new double[n.length], Glyph.CROSS, Theme.INK));
    }
    top.add(new PointSeries("F − nL(w0)", n, mean, se, Glyph.DOT, Theme.BLUE));
    Drawing bottom = new Drawing();
    bottom.add(new Layer.Level(0, Theme.VERMILION, Theme.dashed(Theme.LINE_WIDTH)));
    bottom.add(new PointSeries("less the fit", n, left, se, Glyph.DOT, Theme.BLUE));
    Axis x = Axis.holding("n (log scale)", new Scale.Log(), Arrays.stream(n));
    Axis y =
        Axis.holding(
            "nats",
            new Scale.Linear(),
            java.util.stream.IntStream.range(0, n.length)
                .boxed()
                .flatMapToDouble(k -> PointSeries.ends(mean[k], se[k])));
    Axis residual =
        Axis.holding(
            "residual",
            new Scale.Linear(),
            java.util.stream.IntStream.range(0, n.length)
                .boxed()
                .flatMapToDouble(k -> PointSeries.ends(left[k], se[k])));
    String llc =
        result.llc() == null
            ? ""
            : " The LLC at w0 is "
                + Numbers.plusMinus(result.llc().value(), result.llc().se())
                + ".";
    return new Figure(
        "free-energy-curve",
        "Free energy against the number of data: " + result.target(),
        "The mean of F − nL(w0) over "
            + result.dataSets()
            + " data sets, w0 being "
            + result.against()
            + ", with the fit λ log n − (m − 1) log log n + c, m = "
            + Numbers.plain(fit.m().value())
            + ". Bars are 95% intervals, data sets included; the errors of neighbouring n are"
            + " correlated, that of λ knows it."
            + llc,
        String.format(
            Locale.ROOT,
            "F − nL(w0) grows from %s at n = %s to %s at n = %s; fitted λ = %s.",
            Numbers.plain(mean[0]),
            Numbers.plain(n[0]),
            Numbers.plain(mean[n.length - 1]),
            Numbers.plain(n[n.length - 1]),
            Numbers.plusMinus(fit.lambda().value(), fit.lambda().se())),
        List.of(top.panel(CURVE, x, y), bottom.panel(RESIDUALS, x, residual)));
  }

  /** With the exact coefficients, and the constant that fits the points best. */
  private static double[] exactShape(FreeEnergyCurveResult result, double[] fine) {
    double lambda = result.exact().lambdaValue();
    int m = result.exact().multiplicity();
    double shift =
        result.points().stream()
            .mapToDouble(point -> point.excess().value() - shape(lambda, m, point.n()))
            .average()
            .orElseThrow();
    return Arrays.stream(fine).map(n -> shift + shape(lambda, m, n)).toArray();
  }

  private static double shape(double lambda, int m, double n) {
    return lambda * Math.log(n) - (m - 1) * Math.log(Math.log(n));
  }
}

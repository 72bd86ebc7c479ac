package org.cusp.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.cusp.estimate.FreeEnergyResult;

/** Figures of free energies. */
public final class FreeEnergyFigures {
  private static final int HEIGHT = 240;

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
    top.add(new PointSeries("E[n(L − L(w₀))] at β", beta, energy, se, Glyph.DOT, Theme.BLUE));
    Axis energies = Axis.holding("mean energy, nats", scale, Arrays.stream(energy));
    Drawing bottom = new Drawing();
    if (result.exact() != null && result.exact().lambdaValue() != null) {
      bottom.add(
          "exact λ = " + result.exact().lambda(),
          new Layer.Level(
              result.exact().lambdaValue(), Theme.INK, Theme.solid(Theme.DENSE_LINE_WIDTH)));
    }
    bottom.add(Layer.through(beta, weighted, Theme.SKY, Theme.solid(Theme.DENSE_LINE_WIDTH)));
    bottom.add(
        new PointSeries(
            "β times it: its area is F − nL(w₀)",
            beta,
            weighted,
            weightedSe,
            Glyph.SQUARE,
            Theme.VERMILION));
    Axis products =
        Axis.holding(
            "dF/d ln β",
            new Scale.Linear(),
            DoubleStream.concat(Arrays.stream(weighted), DoubleStream.of(0)));
    double offset = result.freeEnergy().value() - result.excess().value();
    String estimates =
        "MBAR %s, stepping stone %s, thermodynamic integration %s"
            .formatted(
                Numbers.plusMinus(result.excess().value(), result.excess().se()),
                Numbers.plusMinus(
                    result.others().steppingStone().value() - offset,
                    result.others().steppingStone().se()),
                Numbers.plusMinus(
                    result.others().thermodynamicIntegration().value() - offset,
                    result.others().thermodynamicIntegration().se()));
    return new Figure(
        "free-energy",
        "Free energy from the prior to the posterior: " + result.target(),
        "The mean of n(L − L(w₀)) under prior times exp(−β n L), w₀ being "
            + result.excess().against()
            + ", at the temperatures of the ladder above the prior. The integral of it over β from"
            + " 0 to "
            + Numbers.plain(result.beta())
            + " is F − nL(w₀) in nats: "
            + estimates
            + ". Bars are 95% intervals."
            + energies.note(),
        "The mean energy falls from %s at β = %s to %s at β = %s; F − nL(w₀) is %s."
            .formatted(
                Numbers.plain(energy[0]),
                Numbers.plain(beta[0]),
                Numbers.plain(energy[energy.length - 1]),
                Numbers.plain(beta[beta.length - 1]),
                estimates),
        List.of(top.panel(HEIGHT, x, energies), bottom.panel(HEIGHT, x, products)));
  }
}

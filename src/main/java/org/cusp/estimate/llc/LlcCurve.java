package org.cusp.estimate.llc;

import java.util.ArrayList;
import java.util.List;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.EnergyDraws;
import org.cusp.estimate.Reweighting;
import org.cusp.estimate.Series;

/**
 * The LLC around the localisation or the temperature of a run, from its draws alone: means with the
 * weights
 *
 * <pre>
 *   LLC(gamma') = nBeta  E_w[dL],  w = exp(-(gamma' - gamma) |w - w*|^2 / 2)
 *   LLC(nBeta') = nBeta' E_w[dL],  w = exp(-(nBeta' - nBeta) dL)
 * </pre>
 *
 * <p>The curve reaches as far as a quarter of the draws stay effective, and at most a factor of 10
 * to either side: the more parameters, the shorter.
 *
 * @param points in increasing order, equally spaced in the logarithm; the middle one is the run's
 */
public record LlcCurve(List<Point> points) {
  /** Of the draws, how much stays effective at the ends of a curve. */
  public static final double LEAST_SHARE = 0.25;

  private static final int TO_A_SIDE = 5;
  private static final double LARGEST_FACTOR = 10;

  public LlcCurve {
    points = List.copyOf(points);
  }

  /**
   * One point.
   *
   * @param at gamma or nBeta
   * @param weightShare the effective share of the weighted draws
   */
  public record Point(double at, double weightShare, Estimate llc) {}

  /** Over gamma. Linear in dL: minibatch energies serve. One point where gamma is 0. */
  public static LlcCurve overGamma(EnergyDraws draws) {
    double half = draws.gamma() / 2;
    Reweighting reweighting = new Reweighting(Series.map(draws.squaredDistance(), r -> half * r));
    double[][] energy = draws.energy();
    List<Point> points = new ArrayList<>();
    for (double factor : draws.gamma() == 0 ? new double[] {1} : factors(reweighting)) {
      Estimate llc = reweighting.mean(factor - 1, energy);
      points.add(new Point(factor * draws.gamma(), reweighting.share(factor - 1), llc));
    }
    return new LlcCurve(points);
  }

  /**
   * Over nBeta.
   *
   * @throws org.cusp.contract.InvalidInput if the energies are those of minibatches
   */
  public static LlcCurve overNBeta(EnergyDraws draws) {
    double[][] energy = draws.requireExact("the LLC over nBeta").energy();
    Reweighting reweighting = new Reweighting(energy);
    List<Point> points = new ArrayList<>();
    for (double factor : factors(reweighting)) {
      Estimate llc = reweighting.mean(factor - 1, Series.map(energy, x -> factor * x));
      points.add(new Point(factor * draws.nBeta(), reweighting.share(factor - 1), llc));
    }
    return new LlcCurve(points);
  }

  private static double[] factors(Reweighting reweighting) {
    double low = 1 + reweighting.furthest(1 / LARGEST_FACTOR - 1, LEAST_SHARE);
    double high = 1 + reweighting.furthest(LARGEST_FACTOR - 1, LEAST_SHARE);
    double[] factors = new double[2 * TO_A_SIDE + 1];
    for (int i = 0; i < factors.length; i++) {
      double side = (i - TO_A_SIDE) / (double) TO_A_SIDE;
      factors[i] = side < 0 ? Math.pow(low, -side) : Math.pow(high, side);
    }
    return factors;
  }
}

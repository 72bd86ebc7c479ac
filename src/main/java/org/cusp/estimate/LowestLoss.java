package org.cusp.estimate;

import java.util.Arrays;
import org.cusp.diagnostics.Moments;

/**
 * The LLC against the lowest loss that the chains met: {@code nBeta (mean dL - min dL)}. Where w*
 * is a minimum no draw lies below it, and this is smaller than the LLC by the little that separates
 * the lowest draw from w*. Where it is larger, w* is not at the minimum that the posterior is
 * about.
 */
public final class LowestLoss {
  private LowestLoss() {}

  /**
   * The estimate. The lowest draw is taken as it is, so the error is that of the mean alone; the
   * infimum lies somewhat lower still.
   *
   * @throws org.cusp.contract.InvalidInput if the energies are those of minibatches, the lowest of
   *     which are the luckiest batches
   */
  public static Estimate of(EnergyDraws draws) {
    double[][] energy = draws.requireExact("the LLC against the lowest loss").energy();
    return Series.estimate(Moments.mean(energy) - lowest(energy), energy);
  }

  /** The lowest energy nBeta dL of all draws; NaN where any is. */
  public static double energy(EnergyDraws draws) {
    return lowest(draws.requireExact("the lowest energy").energy());
  }

  private static double lowest(double[][] energy) {
    return Arrays.stream(energy).flatMapToDouble(Arrays::stream).min().orElse(Double.NaN);
  }
}

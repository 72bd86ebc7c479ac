package org.cusp.estimate.llc;

import java.util.Arrays;
import org.cusp.estimate.EnergyDraws;

/**
 * The lowest energy that chains met. No estimate of the minimum: in d directions that the data
 * determine the draws lie about d/2 nats above it and hardly ever near it, however many there are.
 * Where it is below 0 by more than the noise of the data explains, w* is not at the minimum that
 * the posterior is about.
 */
public final class LowestLoss {
  private LowestLoss() {}

  /**
   * The lowest energy nBeta dL of all draws; NaN where any is.
   *
   * @throws org.cusp.contract.InvalidInput if the energies are those of minibatches, the lowest of
   *     which are the luckiest batches
   */
  public static double energy(EnergyDraws draws) {
    return lowest(draws.requireExact("the lowest energy").energy());
  }

  private static double lowest(double[][] energy) {
    return Arrays.stream(energy).flatMapToDouble(Arrays::stream).min().orElse(Double.NaN);
  }
}

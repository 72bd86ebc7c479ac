package org.cusp.estimate;

import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Moments;

/**
 * The heat capacity C = Var(nBeta dL), an estimate of the learning coefficient that needs no
 * L_n(w*): where the volume of {@code dL < e} is a pure power e^lambda and nothing else holds the
 * chains, nBeta dL has the gamma law of shape lambda, whose mean and variance are both lambda. In a
 * quadratic basin that the localisation holds in part the mean is the sum of (1/2) s_i and the
 * variance that of (1/2) s_i^2, with s_i = nBeta h_i / (nBeta h_i + gamma): C is the smaller one.
 *
 * <p>Always {@code d LLC / d ln nBeta = LLC - C}.
 */
public final class HeatCapacity {
  private HeatCapacity() {}

  /**
   * The variance over all draws, with the error of the mean of the squared deviations. The relative
   * bias of the variance, -1/ESS, is a small part of that error.
   *
   * @throws org.cusp.contract.InvalidInput if the energies are those of minibatches
   */
  public static Estimate of(EnergyDraws draws) {
    double[][] energy = draws.requireExact("the heat capacity").energy();
    return Series.estimate(Moments.variance(energy), Series.products(energy, energy));
  }
}

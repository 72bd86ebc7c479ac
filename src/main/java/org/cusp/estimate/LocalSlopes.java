package org.cusp.estimate;

import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Moments;

/**
 * How the LLC changes with the localisation and the temperature, from the draws at one of each:
 *
 * <pre>
 *   d LLC / d ln gamma = -(gamma / 2) Cov(nBeta dL, |w - w*|^2)
 *   d LLC / d ln nBeta = LLC - Var(nBeta dL)
 * </pre>
 *
 * <p>Both follow from differentiating E[dL] under the posterior's exponent. Covariance and variance
 * have the divisor S - 1.
 */
public final class LocalSlopes {
  private LocalSlopes() {}

  /**
   * d LLC / d ln gamma, with the error of the mean of the products of deviations. Linear in dL, so
   * minibatch energies do not bias it, apart from the dependence of order step size between the
   * noise of a batch and the move that it causes.
   */
  public static Estimate inLogGamma(EnergyDraws draws) {
    double factor = -draws.gamma() / 2;
    double[][] products =
        Series.map(
            Series.products(draws.energy(), draws.squaredDistance()), product -> factor * product);
    return Series.estimate(unbiased(products), products);
  }

  /**
   * d LLC / d ln nBeta, with the influence x - (x - mean)^2 of each energy x.
   *
   * @throws org.cusp.contract.InvalidInput if the energies are those of minibatches
   */
  public static Estimate inLogNBeta(EnergyDraws draws) {
    double[][] energy = draws.requireExact("the slope in nBeta").energy();
    double[][] squares = Series.products(energy, energy);
    double[][] influence = Series.map(energy, squares, (x, square) -> x - square);
    return Series.estimate(Moments.mean(energy) - Moments.variance(energy), influence);
  }

  /** The mean of products of deviations, with the divisor S - 1. */
  private static double unbiased(double[][] products) {
    double size = (double) products.length * products[0].length;
    return Moments.mean(products) * size / (size - 1);
  }
}

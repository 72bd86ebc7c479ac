package org.cusp.estimate;

import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Moments;

/**
 * The learning coefficient from the mean losses at two temperatures:
 *
 * <pre>  (E_1[L_n] - E_2[L_n]) / (1 / nBeta_1 - 1 / nBeta_2)</pre>
 *
 * L_n(w*) cancels. Where nBeta E[L_n - L_0] is the same at both, for whatever L_0, this is it, so
 * the LLC against the true minimum of a pure power law. The second mean is that of the same draws
 * with the weights {@code exp(-(nBeta_2 - nBeta_1) dL)}; the correlation of the two makes the error
 * of their difference small. For a small ratio of temperatures it is the heat capacity.
 *
 * <p>Source: S. Watanabe, "A widely applicable Bayesian information criterion", JMLR 14 (2013)
 * 867-897, section 5.
 *
 * @param estimate with the influence {@code factor ((u - E_1) - w (u - E_2) / mean w)}, where
 *     factor = nBeta_1 nBeta_2 / (nBeta_2 - nBeta_1)
 * @param ratio nBeta_2 / nBeta_1, above 1: the largest that keeps the weights effective, at most 4
 * @param weightShare the effective share of the weighted draws, (sum w)^2 / (S sum w^2)
 */
public record TwoTemperature(Estimate estimate, double ratio, double weightShare) {
  /** Kept by the choice of the second temperature. */
  public static final double LEAST_SHARE = 0.5;

  private static final double LARGEST_RATIO = 4;

  /**
   * From these draws; NaN throughout where all are equal.
   *
   * @throws org.cusp.contract.InvalidInput if the energies are those of minibatches
   */
  public static TwoTemperature of(EnergyDraws draws) {
    return of(draws.requireExact("the two-temperature estimate").energy());
  }

  /** From energies nBeta (L_n - L_0) over all data, for whatever L_0; NaN where all are equal. */
  public static TwoTemperature of(double[][] energy) {
    Reweighting colder = new Reweighting(energy);
    double t = colder.furthest(LARGEST_RATIO - 1, LEAST_SHARE);
    double share = colder.share(t);
    double[][] weights = colder.weights(t);
    double size = Moments.mean(weights);
    double first = Moments.mean(energy);
    double second = colder.mean(t, energy).value();
    double factor = (1 + t) / t;
    double[][] influence =
        Series.map(energy, weights, (x, w) -> factor * ((x - first) - w * (x - second) / size));
    return new TwoTemperature(Series.estimate(factor * (first - second), influence), 1 + t, share);
  }
}

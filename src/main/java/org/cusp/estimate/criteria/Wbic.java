package org.cusp.estimate.criteria;

import java.util.Locale;
import org.cusp.contract.InvalidInput;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.diagnostics.Rhat;
import org.cusp.estimate.Series;
import org.cusp.estimate.TwoTemperature;
import org.cusp.posterior.Posterior;
import org.cusp.run.replica.TemperedDraws;

/**
 * The widely applicable Bayesian information criterion, {@code WBIC = E[n L_n(w)]} at beta = 1/ln
 * n: the free energy up to O(sqrt(ln n)). In nats, over all data.
 *
 * <p>Source: S. Watanabe, "A widely applicable Bayesian information criterion", JMLR 14 (2013)
 * 867-897.
 *
 * @param beta 1/ln n
 * @param wbic with its Monte Carlo error, R-hat and effective sample size
 * @param lambda the learning coefficient from two temperatures, which needs no loss at the truth
 */
public record Wbic(double beta, Estimate wbic, TwoTemperature lambda) {
  private static final double SAME_BETA = 1e-9;

  /** The inverse temperature at which WBIC is defined. */
  public static double betaOf(int n) {
    return 1 / Posterior.logOf(n);
  }

  /**
   * From draws at beta = 1/ln n.
   *
   * @throws InvalidInput if they are at another temperature
   */
  public static Wbic of(TemperedDraws draws) {
    int n = draws.posterior().n();
    double beta = betaOf(n);
    double drawn = draws.posterior().beta();
    if (!(Math.abs(drawn / beta - 1) <= SAME_BETA)) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "WBIC needs draws at beta = 1/ln n = %s (n = %d), got draws at beta = %s",
              beta,
              n,
              drawn));
    }
    double[][] energy = draws.coldest();
    Estimate wbic =
        new Estimate(
            n * draws.lossAtCentre() + Moments.mean(energy),
            Mcse.mean(energy),
            Rhat.rankNormalised(energy),
            Ess.bulk(energy));
    return new Wbic(beta, wbic, TwoTemperature.of(Series.map(energy, e -> beta * e)));
  }
}

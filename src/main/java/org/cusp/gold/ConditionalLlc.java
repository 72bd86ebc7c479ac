package org.cusp.gold;

import org.cusp.contract.Check;

/**
 * What an LLC estimator returns for the data at hand, without sampling error: the expectation of
 * {@code E = nBeta (L_n(w) - L_n(c))} under {@code p(w) ~ exp(-E - gamma |w - c|^2 / 2)}.
 *
 * <p>It differs from the learning coefficient by what finite n, the localisation and the noise of
 * these data do to it, and a sampler should agree with it within its own error.
 *
 * @param nBeta n times the inverse temperature, in (0, inf)
 * @param gamma strength of the localisation, in (0, inf)
 */
public record ConditionalLlc(double nBeta, double gamma) {
  private static final LocalIntegral.Tolerance TOLERANCE = new LocalIntegral.Tolerance(2e-5, 2e-4);

  /** Weight, E, E^2, R, E R with R = |w - c|^2. */
  private static final int SUMS = 5;

  public ConditionalLlc {
    Check.positive("nBeta", nBeta);
    Check.positive("gamma", gamma);
  }

  /**
   * The expectation and what else the same posterior says.
   *
   * @param llc the mean of E
   * @param heatCapacity the variance of E
   * @param gammaSlope {@code d llc / d ln gamma = -(gamma/2) Cov(E, |w - c|^2)}
   * @param error measured, of llc; 0 for a closed form
   * @param isConverged whether the quadrature reached its tolerance and saw all of the weight;
   *     otherwise the values are no gold standard
   */
  public record Value(
      double llc, double heatCapacity, double gammaSlope, double error, boolean isConverged) {}

  /**
   * The expectation with c as the centre of the localisation and the point of reference.
   *
   * @param centre c, as many parameters as the loss has
   */
  public Value at(ConditionalLoss loss, double[] centre) {
    LocalIntegral.Sums sums =
        new LocalIntegral(loss, nBeta, centre, gamma)
            .integrate(ConditionalLlc::components, SUMS, TOLERANCE);
    double[] mean = new double[SUMS];
    for (int c = 0; c < SUMS; c++) {
      mean[c] = sums.value()[c] / sums.value()[0];
    }
    double error = (sums.error()[1] + Math.abs(mean[1]) * sums.error()[0]) / sums.value()[0];
    boolean isConverged = sums.isConverged() && Double.isFinite(mean[1]) && Double.isFinite(error);
    return new Value(
        mean[1],
        mean[2] - mean[1] * mean[1],
        -gamma / 2 * (mean[4] - mean[1] * mean[3]),
        error,
        isConverged);
  }

  private static void components(LocalIntegral.Given given, double outer, double[] out) {
    double distance = given.distance() + outer;
    out[0] = 1;
    out[1] = given.energy();
    out[2] = given.energy() * given.energy() + given.energyVariance();
    out[3] = distance;
    out[4] = given.energy() * distance + given.covariance();
  }
}

package org.cusp.gold;

import java.util.Locale;
import org.cusp.contract.Check;

/**
 * The free energy of the data at hand, without sampling error: {@code F = -log integral exp(-nBeta
 * L_n(w)) N(w; c, I/gamma) dw}, in nats. At nBeta = n it is the negative log evidence under the
 * prior {@code N(c, I/gamma)}.
 *
 * @param nBeta n times the inverse temperature, in (0, inf)
 * @param gamma 1 / variance of the prior, in (0, inf)
 */
public record ConditionalFreeEnergy(double nBeta, double gamma) {
  private static final double ROUNDING = 4 * Math.ulp(1.0);
  private static final LocalIntegral.Tolerance TOLERANCE = new LocalIntegral.Tolerance(1e-7, 1e-6);

  public ConditionalFreeEnergy {
    Check.positive("nBeta", nBeta);
    Check.positive("gamma", gamma);
  }

  /**
   * A free energy as the sum of two parts, of which the first grows with n and the second is what
   * models are told apart by.
   *
   * @param atCentre nBeta L_n(c)
   * @param excess F - nBeta L_n(c)
   * @param error of excess, measured, as a rule far too large; that of rounding alone for a closed
   *     form
   * @param isConverged whether the quadrature reached its tolerance and saw all of the weight;
   *     otherwise the value is no gold standard
   */
  public record Value(double atCentre, double excess, double error, boolean isConverged) {
    /** Nats; what is known less well is no gold standard. */
    private static final double LARGEST_ERROR = 1e-3;

    /** F. */
    public double freeEnergy() {
      return atCentre + excess;
    }

    /** Whether the value may be held against an estimate. */
    public boolean isGold() {
      return isConverged && error <= LARGEST_ERROR;
    }

    /** Why it may not. */
    public String objection() {
      return isConverged
          ? String.format(Locale.ROOT, "its error is %.1g nats", error)
          : "its quadrature did not converge: prior and posterior are too far apart in scale";
    }
  }

  /**
   * The free energy under a prior around c.
   *
   * @param centre c, as many parameters as the loss has
   */
  public Value at(ConditionalLoss loss, double[] centre) {
    LocalIntegral integral = new LocalIntegral(loss, nBeta, centre, gamma);
    LocalIntegral.Sums sums = integral.integrate((given, outer, out) -> out[0] = 1, 1, TOLERANCE);
    double logIntegral = Math.log(sums.value()[0]) + sums.logScale();
    double atCentre = nBeta * integral.atCentre();
    double error = sums.error()[0] / sums.value()[0] + ROUNDING * (1 + Math.abs(logIntegral));
    boolean isFinite =
        Double.isFinite(atCentre) && Double.isFinite(logIntegral) && Double.isFinite(error);
    return new Value(atCentre, -logIntegral, error, sums.isConverged() && isFinite);
  }
}

package org.cusp.tensor.update;

import org.cusp.contract.Check;

/**
 * Part of a leapfrog step: p := p - kick (nBeta g + gamma (w - centre)), then w := w + drift p.
 *
 * @param kick time for which the force acts
 * @param drift time for which the parameters move; 0 for the last half kick
 * @param nBeta factor of the gradient of the mean loss per datum
 * @param gamma strength of the localisation
 */
public record LeapfrogStep(double kick, double drift, double nBeta, double gamma) {
  /** How many factors there are. */
  public static final int FACTORS = 3;

  /**
   * Operands w (Modified), gradient of the mean loss, centre, momentum (Modified); factors as
   * {@link #factors}.
   */
  public static final Update UPDATE =
      Update.named("leapfrog")
          .set(
              3,
              Term.value(3)
                  .plus(
                      Term.factor(0)
                          .times(Term.value(1))
                          .plus(Term.factor(1).times(Term.value(0).minus(Term.value(2))))))
          .set(0, Term.value(0).plus(Term.factor(2).times(Term.value(3))));

  public LeapfrogStep {
    Check.nonNegative("kick", kick);
    Check.nonNegative("drift", drift);
    Check.nonNegative("nBeta", nBeta);
    Check.nonNegative("gamma", gamma);
  }

  public double gradientFactor() {
    return -kick * nBeta;
  }

  public double localisationFactor() {
    return -kick * gamma;
  }

  /** Those of {@link #UPDATE}: gradient, localisation, drift. */
  public double[] factors() {
    return new double[] {gradientFactor(), localisationFactor(), drift};
  }
}

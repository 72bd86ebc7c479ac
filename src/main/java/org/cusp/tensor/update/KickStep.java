package org.cusp.tensor.update;

import org.cusp.contract.Check;

/**
 * The force of underdamped Langevin dynamics, and half a step along the velocity that it leaves:
 *
 * <pre>u &lt;- u - stepSize (nBeta g + gamma (w - centre));  w &lt;- w + u / 2</pre>
 *
 * The velocity u is the displacement of one step, so its stationary variance is the step size.
 *
 * @param stepSize square of the time step at unit mass
 * @param nBeta factor of the gradient of the mean loss per datum
 * @param gamma strength of the localisation
 */
public record KickStep(double stepSize, double nBeta, double gamma) {
  /**
   * Operands w (Modified), gradient of the mean loss, centre, velocity (Modified); factors as
   * {@link #factors}. Sums the squares of the new velocity.
   */
  public static final Update UPDATE =
      Update.named("kick")
          .set(
              3,
              Term.value(3)
                  .plus(
                      Term.factor(0)
                          .times(Term.value(1))
                          .plus(Term.factor(1).times(Term.value(0).minus(Term.value(2))))))
          .set(0, Term.value(0).plus(Term.constant(0.5).times(Term.value(3))))
          .with(new Update.Sum.OfSquares(3));

  public KickStep {
    Check.nonNegative("stepSize", stepSize);
    Check.nonNegative("nBeta", nBeta);
    Check.nonNegative("gamma", gamma);
  }

  public double gradientFactor() {
    return -stepSize * nBeta;
  }

  public double localisationFactor() {
    return -stepSize * gamma;
  }

  /** Those of {@link #UPDATE}: gradient, localisation. */
  public double[] factors() {
    return new double[] {gradientFactor(), localisationFactor()};
  }
}

package org.cusp.tensor.update;

import org.cusp.contract.Check;

/**
 * One Langevin step with a step size for each parameter, as RMSProp chooses it:
 *
 * <pre>
 * v &lt;- beta2 v + (1 - beta2) g^2
 * s  = 1 / (sqrt(v / (1 - beta2^t)) + stabiliser)
 * w &lt;- w - (stepSize s / 2) (nBeta g + gamma (w - centre)) + N(0, stepSize s)
 * </pre>
 *
 * with g the gradient of the mean loss: neither nBeta nor the localisation enters v.
 *
 * @param langevin the step where s = 1
 * @param beta2 decay of the running mean of squares, in [0, 1)
 * @param stabiliser bounds the step size of parameters without gradient; positive, in units of g
 * @param t the number of this step, counted from 1
 */
public record RmsPropLangevinStep(LangevinStep langevin, double beta2, double stabiliser, long t) {
  /** The number of the factor that changes from step to step. */
  public static final int SECOND_CORRECTION = 5;

  /**
   * Operands w (Modified), gradient of the mean loss, centre, running mean of its square
   * (Modified); factors as {@link #factors}.
   */
  public static final Update UPDATE =
      Update.named("rmsprop-langevin")
          .set(3, squares(Term.value(3), Term.value(1), 3, 4))
          .set(0, moved(Term.factor(0).times(Term.value(1)), scale(Term.value(3), 5, 6)));

  /** keep v + rest g g, with factors of these numbers. */
  static Term squares(Term v, Term g, int keep, int rest) {
    return Term.factor(keep).times(v).plus(Term.factor(rest).times(g).times(g));
  }

  /** 1 / (sqrt(v correction) + stabiliser), with factors of these numbers. */
  static Term scale(Term v, int correction, int stabiliser) {
    return Term.constant(1)
        .over(v.times(Term.factor(correction)).root().plus(Term.factor(stabiliser)));
  }

  /** w + s (drift + localisation) + noise sqrt(s) of operands w, centre 0, 2, factors 1, 2. */
  static Term moved(Term drift, Term s) {
    Term force = drift.plus(Term.factor(1).times(Term.value(0).minus(Term.value(2))));
    Term noise = Term.factor(2).times(s.root()).times(Term.noise());
    return Term.value(0).plus(s.times(force).plus(noise));
  }

  public RmsPropLangevinStep {
    Check.inRange("beta2", beta2, 0.0, Math.nextDown(1.0));
    Check.positive("stabiliser", stabiliser);
    Check.atLeast("t", t, 1L);
  }

  public double secondCorrection() {
    return 1 / (1 - Math.pow(beta2, t));
  }

  /**
   * Those of {@link #UPDATE}: gradient, localisation, noise, beta2, 1 - beta2, correction,
   * stabiliser.
   */
  public double[] factors() {
    return new double[] {
      langevin.gradientFactor(),
      langevin.localisationFactor(),
      langevin.noiseFactor(),
      beta2,
      1 - beta2,
      secondCorrection(),
      stabiliser
    };
  }
}

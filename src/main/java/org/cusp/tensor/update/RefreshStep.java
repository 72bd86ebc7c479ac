package org.cusp.tensor.update;

/**
 * Friction and noise of underdamped Langevin dynamics, and half a step along the velocity that they
 * leave:
 *
 * <pre>u &lt;- keep u + spread N(0, 1);  w &lt;- w + u / 2</pre>
 *
 * <p>Not checked: a chain that has left the finite numbers takes its friction with it.
 *
 * @param keep the part of the velocity that friction leaves
 * @param spread standard deviation of the noise
 */
public record RefreshStep(double keep, double spread) {
  /**
   * Operands w, velocity (both Modified); factors as {@link #factors}. Sums the squares of the new
   * velocity.
   */
  public static final Update UPDATE =
      Update.named("refresh")
          .set(1, Term.factor(0).times(Term.value(1)).plus(Term.factor(1).times(Term.noise())))
          .set(0, Term.value(0).plus(Term.constant(0.5).times(Term.value(1))))
          .with(new Update.Sum.OfSquares(1));

  /** Below this the series of the noise is as exact as its closed form. */
  private static final double SMALL = 1e-12;

  /**
   * {@link #exact} for a friction that changes. Operands friction (Input), keep, spread (both
   * Output), one number for each chain; factors the step size times the diffusion, and the scale of
   * the noise.
   */
  public static final Update FROM_FRICTION = fromFriction();

  private static Update fromFriction() {
    Term friction = Term.value(0);
    Term perDiffusion =
        friction
            .of(Operation.ABSOLUTE)
            .less(Term.constant(SMALL))
            .choose(
                Term.constant(2),
                Term.constant(-2)
                    .times(friction)
                    .of(Operation.EXPM1)
                    .of(Operation.NEGATIVE)
                    .over(friction));
    return Update.named("refresh-from-friction")
        .set(1, friction.of(Operation.NEGATIVE).of(Operation.EXP))
        .set(2, Term.factor(1).times(Term.factor(0).times(perDiffusion).root()));
  }

  /**
   * The exact solution over a unit of time of du = -friction u dt + sqrt(2 diffusion stepSize) dW:
   * keep = exp(-friction), spread^2 = stepSize (diffusion / friction) (1 - exp(-2 friction)). At
   * friction = diffusion it leaves N(0, stepSize) as it is.
   *
   * @param friction per step; 0 and negative values, which a thermostat visits, are allowed
   * @param diffusion per step
   * @param noiseScale multiplies the noise: 1, or 0 for pure friction
   */
  public static RefreshStep exact(
      double stepSize, double friction, double diffusion, double noiseScale) {
    double perDiffusion = Math.abs(friction) < SMALL ? 2 : -Math.expm1(-2 * friction) / friction;
    return new RefreshStep(
        Math.exp(-friction), noiseScale * Math.sqrt(stepSize * diffusion * perDiffusion));
  }

  /** Those of {@link #UPDATE}: keep, spread. */
  public double[] factors() {
    return new double[] {keep, spread};
  }
}

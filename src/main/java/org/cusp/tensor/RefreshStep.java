package org.cusp.tensor;

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
  /** Below this the series of the noise is as exact as its closed form. */
  private static final double SMALL = 1e-12;

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
}

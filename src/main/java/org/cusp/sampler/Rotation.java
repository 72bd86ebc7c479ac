package org.cusp.sampler;

import org.cusp.posterior.PosteriorPass;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.tensor.Clock;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Slab;

/**
 * Kicks by what the posterior is more than a Gaussian reference of precision M, and between them
 * the exact flow of that reference. With the velocity v = M^-1 p in place of the momentum, x = w -
 * w* and R the rest of the energy, a step of angle e is
 *
 * <pre>
 * v &lt;- v - (e/2) M^-1 grad R(x)
 * x, v &lt;- x cos e + v sin e, v cos e - x sin e
 * v &lt;- v - (e/2) M^-1 grad R(x),   grad R = nBeta grad L_n - (M - gamma) x
 * </pre>
 *
 * <p>so that M is needed for kicks, velocities and their energy v'Mv/2, and not for the rotation.
 */
final class Rotation implements Dynamics {
  private final PosteriorPass pass;
  private final GaussianReference.OfPass reference;
  private final double gamma;
  private final Slab velocity;
  private final Slab displacement;
  private final Slab spare;
  private final Slab centres;

  Rotation(PosteriorPass pass, GaussianReference reference) {
    this.pass = pass;
    this.reference = reference.of(pass.kernels(), pass.w());
    this.gamma = pass.posterior().gamma();
    this.velocity = beside(pass);
    this.displacement = beside(pass);
    this.spare = beside(pass);
    this.centres = pass.w().repeatBeside(pass.chains(), pass.posterior().centre());
  }

  private static Slab beside(PosteriorPass pass) {
    return pass.w().zerosBeside(pass.chains(), pass.w().columns());
  }

  /** M^-1 p of every chain. */
  Slab velocity() {
    return velocity;
  }

  @Override
  public void refresh(NoiseStreams noise, Clock clock) {
    pass.kernels().normals(velocity, noise, clock);
    reference.velocities(velocity);
  }

  @Override
  public double[] kinetic() {
    return reference.energies(velocity);
  }

  @Override
  public void move(double nBeta, double angle, int kicks, Runnable evaluate) {
    placed();
    kick(nBeta, angle / 2);
    for (int i = 0; i < kicks; i++) {
      rotate(angle);
      evaluate.run();
      kick(nBeta, i + 1 < kicks ? angle : angle / 2);
    }
  }

  /** Begins where the chains are. */
  void placed() {
    pass.kernels().accumulate(displacement, 0, pass.w(), 1);
    pass.kernels().accumulate(displacement, 1, centres, -1);
  }

  /** v times {@code keep}, and {@code spread} times velocities from their law. */
  void mixVelocity(double keep, double spread, NoiseStreams noise) {
    pass.kernels().normals(spare, noise, pass.clock());
    reference.velocities(spare);
    pass.kernels().accumulate(velocity, keep, spare, spread);
  }

  /** v - time M^-1 grad R, with the gradient of the pass. */
  void kick(double nBeta, double time) {
    pass.kernels().accumulate(velocity, 1, pass.gradient(), -time * nBeta / gamma);
    reference.correct(displacement, pass.gradient(), nBeta, time, velocity);
  }

  /** x and v by an angle; w follows. */
  void rotate(double angle) {
    Kernels kernels = pass.kernels();
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    kernels.accumulate(spare, 0, displacement, 1);
    kernels.accumulate(displacement, cos, velocity, sin);
    kernels.accumulate(velocity, cos, spare, -sin);
    kernels.accumulate(pass.w(), 0, centres, 1);
    kernels.accumulate(pass.w(), 1, displacement, 1);
  }

  @Override
  public void close() {
    reference.close();
    velocity.close();
    displacement.close();
    spare.close();
    centres.close();
  }
}

package org.cusp.sampler;

import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.LeapfrogStep;
import org.cusp.tensor.Slab;

/** Leapfrog steps along the whole posterior, with momenta p ~ N(0, I). */
final class Leapfrog implements Dynamics {
  private final PosteriorPass pass;
  private final Slab momentum;
  private final Slab zero;

  Leapfrog(PosteriorPass pass) {
    this.pass = pass;
    this.momentum = pass.w().zerosBeside(pass.chains(), pass.w().columns());
    this.zero = pass.w().zerosBeside(1, pass.w().columns());
  }

  @Override
  public void refresh(RandomStream[] noise, long t) {
    pass.kernels().normals(momentum, noise, t);
  }

  @Override
  public double[] kinetic() {
    return pass.kernels().squaredDistance(momentum, zero);
  }

  @Override
  public void move(double nBeta, double epsilon, int leapfrogs, Runnable evaluate) {
    double gamma = pass.posterior().gamma();
    LeapfrogStep first = new LeapfrogStep(epsilon / 2, epsilon, nBeta, gamma);
    LeapfrogStep inner = new LeapfrogStep(epsilon, epsilon, nBeta, gamma);
    LeapfrogStep last = new LeapfrogStep(epsilon / 2, 0, nBeta, gamma);
    for (int i = 0; i < leapfrogs; i++) {
      move(i == 0 ? first : inner);
      evaluate.run();
    }
    move(last);
  }

  private void move(LeapfrogStep step) {
    pass.kernels().leapfrog(step, momentum, pass.w(), pass.gradient(), pass.centre());
  }

  @Override
  public void close() {
    momentum.close();
    zero.close();
  }
}

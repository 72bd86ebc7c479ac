package org.cusp.sampler;

import java.util.List;
import org.cusp.posterior.PosteriorPass;
import org.cusp.tensor.Clock;
import org.cusp.tensor.Move;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Slab;
import org.cusp.tensor.StepLoop;
import org.cusp.tensor.update.LeapfrogStep;

/** Leapfrog steps along the whole posterior, with momenta p ~ N(0, I). */
final class Leapfrog implements Dynamics {
  private final PosteriorPass pass;
  private final Slab momentum;
  private final Slab zero;
  private final Slab kinetic;
  private final StepLoop begin;
  private final StepLoop goOn;
  private final Move first;
  private final Move inner;
  private final Move last;

  Leapfrog(PosteriorPass pass) {
    this.pass = pass;
    this.momentum = pass.w().zerosBeside(pass.chains(), pass.w().columns());
    this.zero = pass.w().zerosBeside(1, pass.w().columns());
    this.kinetic = pass.w().doublesBeside(pass.chains(), 1);
    this.first = move();
    this.inner = move();
    this.last = move();
    this.begin = loop(first);
    this.goOn = loop(inner);
  }

  @Override
  public void refresh(NoiseStreams noise, Clock clock) {
    pass.kernels().normals(momentum, noise, clock);
  }

  private Move move() {
    return Move.of(
        LeapfrogStep.UPDATE,
        new double[LeapfrogStep.FACTORS],
        pass.w(),
        pass.gradient(),
        pass.centre(),
        momentum);
  }

  @Override
  public Slab kinetic() {
    pass.kernels().squaredDistance(momentum, zero, kinetic);
    return kinetic;
  }

  @Override
  public void move(double nBeta, double epsilon, int leapfrogs) {
    double gamma = pass.posterior().gamma();
    first.set(new LeapfrogStep(epsilon / 2, epsilon, nBeta, gamma).factors());
    inner.set(new LeapfrogStep(epsilon, epsilon, nBeta, gamma).factors());
    last.set(new LeapfrogStep(epsilon / 2, 0, nBeta, gamma).factors());
    begin.run();
    for (int i = 1; i < leapfrogs; i++) {
      goOn.run();
    }
    pass.kernels().update(last);
  }

  private StepLoop loop(Move move) {
    return pass.loop(
        () -> {
          pass.kernels().update(move);
          pass.evaluateAll();
        });
  }

  @Override
  public void close() {
    List.of(first, inner, last).forEach(Move::close);
    momentum.close();
    zero.close();
    kinetic.close();
  }
}

package org.cusp.tuning;

import org.cusp.clock.TimeIsUp;
import org.cusp.point.Curvature;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.Sampler;
import org.cusp.sampler.Sgld;
import org.cusp.sampler.Surroundings;
import org.cusp.tensor.KernelProvider;

/**
 * The curvature that SGLD will meet, so that nobody has to guess the step size of a sampler on
 * batches. A singular or fitted model is flatter at w* than around it, so the curvature is looked
 * for along short pilot runs too, at the step size that {@link Sgld#firstStep} makes of what was
 * met, until a pilot meets no more than its step allows for; where time is up before, the largest
 * that was met counts, and where no pilot has ended, so many times what is met at w* as after one
 * that was lost.
 */
public final class SgldStep {
  private static final Sgld SGLD = new Sgld(1);

  private static final int MOST_PILOTS = 12;
  private static final int LEGS = 2;
  private static final int STEPS_OF_A_LEG = 50;

  /** A pilot that meets this much more curvature than expected is followed by another. */
  private static final double TOLERANCE = 1.25;

  /**
   * After a pilot that left the finite numbers, or where there was no time for one, the curvature
   * is taken as so many times larger.
   */
  private static final double RETREAT = 8;

  private SgldStep() {}

  /** The step size for this posterior, batch and seed; deterministic. */
  public static double of(PosteriorTensors shared, int batch, long seed, KernelProvider provider) {
    return step(shared.posterior(), batch, curvatureMet(shared, batch, seed, provider));
  }

  /**
   * The largest curvature of the batch loss, per datum, that SGLD meets at its step size.
   *
   * @throws TimeIsUp where time is up before any is known
   */
  static double curvatureMet(
      PosteriorTensors shared, int batch, long seed, KernelProvider provider) {
    Posterior posterior = shared.posterior();
    BatchPlan plan = new BatchPlan(seed, posterior.n(), batch);
    Curvature curvature = new Curvature(posterior.size(), seed);
    double largest;
    try (PosteriorPass pass = new PosteriorPass(shared, plan, provider.create(), 0, 1)) {
      largest = curvature.at(pass);
    }
    for (int pilot = 0; pilot < MOST_PILOTS; pilot++) {
      double met;
      try (PosteriorPass pass = new PosteriorPass(shared, plan, provider.create(), 0, 1)) {
        met = pilot(pass, step(posterior, batch, largest), seed, pilot, curvature);
      } catch (TimeIsUp e) {
        return pilot == 0 ? retreat(largest, posterior) : largest;
      }
      if (met <= TOLERANCE * largest) {
        return Math.max(met, largest);
      }
      largest = Double.isFinite(met) ? met : retreat(largest, posterior);
    }
    return largest;
  }

  private static double retreat(double curvature, Posterior posterior) {
    return RETREAT * (curvature + posterior.gamma() / posterior.nBeta());
  }

  static double step(Posterior posterior, int batch, double curvature) {
    return SGLD.firstStep(new Surroundings(posterior, batch, curvature, () -> 0));
  }

  /** The largest curvature along a short run; infinite where it left the finite numbers. */
  private static double pilot(
      PosteriorPass pass, double step, long seed, int number, Curvature curvature) {
    RandomStream[] noise = {RandomStream.of(seed, Purpose.START, 1L + number)};
    double largest = 0;
    try (Sampler.Chains chains = new Sgld(step).start(pass, noise)) {
      for (int leg = 0; leg < LEGS; leg++) {
        boolean finite = false;
        for (int t = 0; t < STEPS_OF_A_LEG; t++) {
          finite = chains.step((long) leg * STEPS_OF_A_LEG + t).finite(0);
        }
        double here = finite ? curvature.at(pass) : Double.POSITIVE_INFINITY;
        if (!Double.isFinite(here)) {
          return Double.POSITIVE_INFINITY;
        }
        largest = Math.max(largest, here);
      }
    }
    return largest;
  }
}

package org.cusp.calibrate;

import java.util.Arrays;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.Sampler;
import org.cusp.sampler.Sgld;
import org.cusp.sampler.StepInfo;
import org.cusp.tensor.KernelProvider;

/**
 * The step size of SGLD from the curvature it will meet, so that nobody has to guess it.
 *
 * <p>In a direction of curvature h the posterior precision is A = nBeta h + gamma. The stationary
 * variance of SGLD is 1 / (A (1 - step A / 4)); and where the model fits, the gradient noise of a
 * batch has variance about (h/B)(1 - B/n), which multiplies the excess by 1 + (nBeta/B)(1 - B/n).
 * So
 *
 * <pre>step = 4 BIAS / (A_max (1 + (nBeta/B)(1 - B/n)))</pre>
 *
 * holds the relative bias of the stiffest direction near BIAS; others are less biased, in
 * proportion to their A. The largest curvature is found by power iteration on differences of
 * gradients, at w* and again at the end of a short pilot run, since a fitted network is flatter at
 * w* than around it.
 */
public final class SgldStep {
  /** Relative bias of the energy in the stiffest direction. */
  public static final double BIAS = 0.1;

  private static final int PILOTS = 2;
  private static final int PILOT_STEPS = 200;
  private static final int POWER_ITERATIONS = 15;
  private static final double DIFFERENCE = 1e-2;

  private SgldStep() {}

  /** The step size for this posterior, batch and seed; deterministic. */
  public static double of(PosteriorTensors shared, int batch, long seed, KernelProvider provider) {
    Posterior posterior = shared.posterior();
    BatchPlan plan = new BatchPlan(seed, posterior.n(), batch);
    double atCentre;
    try (PosteriorPass pass = new PosteriorPass(shared, plan, provider.create(), 0, 1)) {
      atCentre = largestCurvature(pass, seed);
    }
    double largest = atCentre;
    for (int pilot = 0; pilot < PILOTS; pilot++) {
      double step = step(posterior, batch, largest);
      try (PosteriorPass pass = new PosteriorPass(shared, plan, provider.create(), 0, 1)) {
        runPilot(pass, step, seed);
        double there = largestCurvature(pass, seed);
        largest = Double.isFinite(there) ? Math.max(largest, there) : 4 * largest;
      }
    }
    return step(posterior, batch, largest);
  }

  static double step(Posterior posterior, int batch, double curvature) {
    double share = batch / (double) posterior.n();
    double noise = 1 + posterior.nBeta() / batch * (1 - share);
    double precision = posterior.nBeta() * curvature + Math.max(posterior.gamma(), 1e-12);
    return 4 * BIAS / (precision * noise);
  }

  private static void runPilot(PosteriorPass pass, double step, long seed) {
    RandomStream[] noise = {RandomStream.of(seed, Purpose.START, 1)};
    StepInfo info = StepInfo.of(1);
    try (Sampler.Chains chains = new Sgld(step).start(pass, noise)) {
      for (int t = 0; t < PILOT_STEPS; t++) {
        chains.step(t, info);
      }
    }
  }

  /** The largest absolute eigenvalue of the Hessian of the batch loss where the pass stands. */
  static double largestCurvature(PosteriorPass pass, long seed) {
    double[] origin = pass.w().getRow(0);
    double[] direction = new double[origin.length];
    RandomStream.of(seed, Purpose.START, 0).normals(0, 0, direction, direction.length);
    double curvature = 0;
    for (int i = 0; i < POWER_ITERATIONS; i++) {
      normalise(direction);
      double[] image = hessianTimes(pass, origin, direction);
      curvature = norm(image);
      if (!(curvature > 0) || !Double.isFinite(curvature)) {
        return curvature;
      }
      direction = image;
    }
    return curvature;
  }

  private static double[] hessianTimes(PosteriorPass pass, double[] origin, double[] direction) {
    double[] up = gradientAt(pass, origin, direction, DIFFERENCE);
    double[] down = gradientAt(pass, origin, direction, -DIFFERENCE);
    double[] image = new double[origin.length];
    Arrays.setAll(image, i -> (up[i] - down[i]) / (2 * DIFFERENCE));
    pass.w().setRow(0, origin);
    return image;
  }

  private static double[] gradientAt(
      PosteriorPass pass, double[] origin, double[] direction, double distance) {
    double[] moved = new double[origin.length];
    Arrays.setAll(moved, i -> origin[i] + distance * direction[i]);
    pass.w().setRow(0, moved);
    pass.evaluate(0, new double[1]);
    return pass.gradient().getRow(0);
  }

  private static void normalise(double[] vector) {
    double norm = norm(vector);
    Arrays.setAll(vector, i -> vector[i] / norm);
  }

  private static double norm(double[] vector) {
    double sum = 0;
    for (double x : vector) {
      sum += x * x;
    }
    return Math.sqrt(sum);
  }
}

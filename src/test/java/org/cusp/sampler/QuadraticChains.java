package org.cusp.sampler;

import java.util.Arrays;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;

/**
 * Runs chains and keeps the squares of their distance from w*, direction by direction.
 *
 * @param chains that run side by side
 * @param burnIn steps that are not kept
 * @param steps that are
 */
record QuadraticChains(long seed, int chains, int burnIn, int steps) {
  /** Starts a sampler, or what a test takes for one. */
  interface Start {
    Sampler.Chains of(PosteriorPass pass, RandomStream[] noise);
  }

  /** With all data in every step: (w_i - w*_i)^2 as [direction][chain][draw]. */
  double[][][] squares(Start start, PosteriorTensors shared) {
    int n = shared.posterior().n();
    return squares(start, shared, new BatchPlan(seed, n, n));
  }

  /** (w_i - w*_i)^2 as [direction][chain][draw]. */
  double[][][] squares(Start start, PosteriorTensors shared, BatchPlan plan) {
    double[] centre = shared.posterior().centre();
    double[][][] squares = new double[centre.length][chains][steps];
    RandomStream[] noise = new RandomStream[chains];
    Arrays.setAll(noise, i -> RandomStream.of(seed, Purpose.NOISE, i));
    KernelProvider kernels = KernelProvider.best();
    try (PosteriorPass pass = new PosteriorPass(shared, plan, kernels.create(), 0, chains);
        Sampler.Chains running = start.of(pass, noise)) {
      for (int t = 0; t < burnIn + steps; t++) {
        running.step(t);
        for (int chain = 0; t >= burnIn && chain < chains; chain++) {
          double[] w = pass.w().getRow(chain);
          for (int i = 0; i < w.length; i++) {
            squares[i][chain][t - burnIn] = (w[i] - centre[i]) * (w[i] - centre[i]);
          }
        }
      }
    }
    return squares;
  }
}

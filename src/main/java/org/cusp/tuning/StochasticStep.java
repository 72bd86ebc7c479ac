package org.cusp.tuning;

import java.util.Arrays;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.sampler.Sampler;
import org.cusp.sampler.Surroundings;
import org.cusp.tensor.KernelProvider;

/**
 * The larger of the two step sizes at which a stochastic sampler is run: what it makes itself of
 * the curvature that SGLD meets around w* ({@link SgldStep}) and, where it asks for it, of the size
 * of the gradients of batches at w*.
 */
public final class StochasticStep {
  private static final int BATCHES = 8;

  /** Looking for the curvature may take this share of the time. */
  private static final double SHARE = 0.3;

  private StochasticStep() {}

  /** The step size for a sampler; deterministic where time does not end the search. */
  public static double of(
      Sampler sampler, PosteriorTensors shared, int batch, long seed, KernelProvider provider) {
    double curvature =
        SgldStep.curvatureMet(shared.within(shared.deadline().part(SHARE)), batch, seed, provider);
    return sampler.firstStep(
        new Surroundings(
            shared.posterior(),
            batch,
            curvature,
            () -> gradientScale(shared, batch, seed, provider)));
  }

  /** Root mean square of the parameter with the largest gradients of batches at w*. */
  private static double gradientScale(
      PosteriorTensors shared, int batch, long seed, KernelProvider provider) {
    Posterior posterior = shared.posterior();
    double[] squares = new double[posterior.size()];
    BatchPlan plan = new BatchPlan(seed, posterior.n(), batch);
    try (PosteriorPass pass = new PosteriorPass(shared, plan, provider.create(), 0, 1)) {
      for (int t = 0; t < BATCHES; t++) {
        pass.evaluate(t, new double[1]);
        double[] gradient = pass.gradient().getRow(0);
        Arrays.setAll(squares, i -> squares[i] + gradient[i] * gradient[i] / BATCHES);
      }
    }
    return Math.sqrt(Arrays.stream(squares).max().orElseThrow());
  }
}

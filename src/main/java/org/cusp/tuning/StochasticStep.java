package org.cusp.tuning;

import java.util.Arrays;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.sampler.RmsPropSgld;
import org.cusp.tensor.KernelProvider;

/**
 * The larger of the two step sizes at which a stochastic sampler is run, from the curvature that
 * SGLD meets around w* ({@link SgldStep}). With A the largest posterior precision met:
 *
 * <ul>
 *   <li>sgld: as {@link SgldStep} says;
 *   <li>sghmc and sgnht: 1/A, a quarter of the stable one. Their splitting has no step-size bias on
 *       a quadratic, and what the noise of the gradient adds is measured and extrapolated;
 *   <li>rmsprop-sgld and adam-sgld: SGLD's step in the units of their preconditioner, which is the
 *       root mean square of the gradients of batches at w*.
 * </ul>
 */
public final class StochasticStep {
  private static final int BATCHES = 8;

  /** Looking for the curvature may take this share of the time. */
  private static final double SHARE = 0.3;

  private StochasticStep() {}

  /** The step size for a sampler by name; deterministic where time does not end the search. */
  public static double of(
      String sampler, PosteriorTensors shared, int batch, long seed, KernelProvider provider) {
    Posterior posterior = shared.posterior();
    double curvature =
        SgldStep.curvatureMet(shared.within(shared.deadline().part(SHARE)), batch, seed, provider);
    double ofSgld = SgldStep.step(posterior, batch, curvature);
    return switch (sampler) {
      case "sghmc", "sgnht" -> 1 / (posterior.nBeta() * curvature + posterior.gamma());
      case "rmsprop-sgld", "adam-sgld" -> ofSgld * typicalScale(shared, batch, seed, provider);
      default -> ofSgld;
    };
  }

  /** sqrt(v) + stabiliser of the parameter with the largest gradients of batches at w*. */
  private static double typicalScale(
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
    double largest = Arrays.stream(squares).max().orElseThrow();
    return Math.sqrt(largest) + RmsPropSgld.DEFAULT_STABILISER;
  }
}

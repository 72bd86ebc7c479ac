package org.cusp.tuning;

import org.cusp.model.likelihood.Density;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.sampler.SamplerRequest;
import org.cusp.sampler.Samplers;
import org.cusp.sampler.reference.TensorReference;

/** Which sampler takes batches. */
final class OnBatches {
  /** The short runs that find a reference may take this share of the time. */
  private static final double SHARE = 0.3;

  private OnBatches() {}

  /**
   * About a reference where there can be one and the time allows it: what only the localisation
   * holds then moves as fast as the rest, where else it takes as many steps as the posterior has
   * scales, and leaves w* so slowly that short runs do not see it.
   */
  static SamplerRequest of(PosteriorTensors shared, GradientCost cost, int threads) {
    Posterior posterior = shared.posterior();
    boolean hasReference =
        posterior.gamma() > 0 && !(posterior.model().likelihood() instanceof Density);
    double seconds = ReferenceOnBatches.GRADIENTS * cost.minibatch() / threads;
    return hasReference
            && TensorReference.fits(posterior)
            && seconds <= SHARE * shared.deadline().left()
        ? Samplers.onBatchesAboutReference()
        : Samplers.onBatches();
  }
}

package org.cusp.sampler.reference;

import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Scores;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;

/**
 * References whose stiff directions are those of the Fisher information, averaged over where the
 * chains are. The first ones, which are soon replaced, are made from fewer data.
 *
 * @param seed addresses which data, and what their targets might have been
 */
public record FisherReference(
    PosteriorTensors shared, KernelProvider provider, Workers workers, long seed)
    implements ReferenceSource {
  private static final int FIRST_ROWS = 400;
  private static final int MOST_ROWS = 1600;

  /** Of all rows together, so that they fit beside the chains. */
  private static final long MOST_NUMBERS = 1L << 28;

  @Override
  public GaussianReference at(double[][] positions, int round) {
    int rows = Math.min(MOST_ROWS, FIRST_ROWS << Math.min(round, 2));
    int fitting = (int) Math.min(rows, Math.max(1, MOST_NUMBERS / shared.posterior().size()));
    MatrixStack scores = new Scores(shared, provider, workers, seed).at(positions, fitting, round);
    try (Slab memory = scores.slab()) {
      return StiffDirections.of(scores, shared.posterior(), provider.create(), seed);
    }
  }
}

package org.cusp.sampler.reference;

import org.cusp.clock.Deadline;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Scores;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;

/**
 * References whose stiff directions are those of the Fisher information, averaged over where the
 * chains are: each from some times as many data as the one before had directions, which gives
 * eigenvalues to about a third.
 *
 * @param seed addresses which data, and what their targets might have been
 */
public record FisherReference(
    PosteriorTensors shared, KernelProvider provider, Workers workers, long seed)
    implements ReferenceSource {
  private static final int LEAST_ROWS = 400;
  private static final int MOST_ROWS = 1600;
  private static final int ROWS_OF_A_DIRECTION = 10;

  /** Of all rows together, so that they fit beside the chains. */
  private static final long MOST_NUMBERS = 1L << 28;

  @Override
  public GaussianReference again(double[][] positions, int round, int rank) {
    return unhurried().at(positions, round, rank);
  }

  /** The same without a deadline. */
  public FisherReference unhurried() {
    return new FisherReference(shared.within(Deadline.never()), provider, workers, seed);
  }

  @Override
  public GaussianReference at(double[][] positions, int round, int rank) {
    return stiffAt(shared.posterior().nBeta(), positions, round, rank);
  }

  /**
   * The same with the directions that are stiff at another temperature; their precisions are those
   * at the posterior's own.
   *
   * @param nBeta of that temperature
   */
  public GaussianReference stiffAt(double nBeta, double[][] positions, int round, int rank) {
    int rows = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, ROWS_OF_A_DIRECTION * rank));
    int fitting = (int) Math.min(rows, Math.max(1, MOST_NUMBERS / shared.posterior().size()));
    MatrixStack scores = new Scores(shared, provider, workers, seed).at(positions, fitting, round);
    try (Slab memory = scores.slab()) {
      Posterior there = shared.posterior().at(nBeta);
      GaussianReference found =
          StiffDirections.of(scores, there, provider, workers, shared.deadline(), seed);
      double factor = shared.posterior().nBeta() / nBeta;
      return factor == 1 ? found : found.scaled(factor);
    }
  }
}

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

  /** There and back, for each datum and parameter. */
  private static final double OPERATIONS_OF_A_GRADIENT = 6;

  /** The same without a deadline. */
  public FisherReference unhurried() {
    return new FisherReference(shared.within(Deadline.never()), provider, workers, seed);
  }

  /**
   * Where stiff directions are so many that to write them out costs more than a gradient, or rows
   * so long that too few fit, the directions of tensors if these fit: {@link TensorReference}.
   */
  @Override
  public GaussianReference at(double[][] positions, int round, int rank) {
    ReferenceSource ofTensors =
        new TensorReference(shared, provider, workers, seed, TensorReference.COMMON);
    boolean hasTensors = TensorReference.fits(shared.posterior());
    if (hasTensors && (rank > StiffDirections.MOST || fitting(LEAST_ROWS) < LEAST_ROWS)) {
      return ofTensors.at(positions, round, rank);
    }
    GaussianReference found = stiffAt(shared.posterior().nBeta(), positions, round, rank);
    double gradient = OPERATIONS_OF_A_GRADIENT * shared.examples() * shared.posterior().size();
    double affordable = Math.max(gradient, TensorReference.operations(shared.posterior()));
    if (found.operations() <= affordable || !hasTensors) {
      return found;
    }
    found.hold().close();
    return ofTensors.at(positions, round, rank);
  }

  private int fitting(int rows) {
    return (int) Math.min(rows, Math.max(1, MOST_NUMBERS / shared.posterior().size()));
  }

  /**
   * The same with the directions that are stiff at another temperature; their precisions are those
   * at the posterior's own.
   *
   * @param nBeta of that temperature
   */
  public GaussianReference stiffAt(double nBeta, double[][] positions, int round, int rank) {
    int rows = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, ROWS_OF_A_DIRECTION * rank));
    MatrixStack scores =
        new Scores(shared, provider, workers, seed).at(positions, fitting(rows), round);
    try (Slab memory = scores.slab()) {
      Posterior there = shared.posterior().at(nBeta);
      GaussianReference found =
          StiffDirections.of(scores, there, provider, workers, shared.deadline(), seed);
      double factor = shared.posterior().nBeta() / nBeta;
      return factor == 1 ? found : found.scaled(factor);
    }
  }
}

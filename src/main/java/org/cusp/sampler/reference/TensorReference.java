package org.cusp.sampler.reference;

import java.util.List;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Scores;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;

/**
 * References of as many directions as there are parameters, for posteriors that are stiff in
 * thousands of them. A low rank would leave most of them out: of few hundred gradients of single
 * data it knows no more than their span.
 *
 * <p>With G the part of such a gradient that belongs to a tensor, a matrix, the directions are u v'
 * with u an eigenvector of E[G G'] and v one of E[G' G], and the precision of each is gamma + nBeta
 * E[(u' G v)^2], which some hundred gradients tell to a tenth. What these directions have to do
 * with each other, in one tensor or in several, may be found on top of it: {@link Coupling}.
 *
 * <p>Sources: T. George, C. Laurent, X. Bouthillier, N. Ballas, P. Vincent, "Fast approximate
 * natural gradient descent in a Kronecker-factored eigenbasis", NeurIPS 2018, arXiv:1806.03884, for
 * the precisions in a given basis; V. Gupta, T. Koren, Y. Singer, "Shampoo", ICML 2018,
 * arXiv:1802.09568, for the bases from whole gradients, which need to know nothing of the layers.
 *
 * @param seed addresses which data, and what their targets might have been
 * @param common most directions in which all others have to do with each other; each costs as much
 *     as it has coordinates, which is little beside a gradient on all data and much beside one on a
 *     batch
 */
public record TensorReference(
    PosteriorTensors shared, KernelProvider provider, Workers workers, long seed, int common)
    implements ReferenceSource {
  /** The first is of chains that have hardly left w*. */
  private static final int FIRST_ROWS = 400;

  private static final int ROWS = 1600;

  /** Common directions beside gradients on all data. */
  static final int COMMON = 192;

  /** Of all rows together, so that they fit beside the chains. */
  private static final long MOST_NUMBERS = 1L << 28;

  /** Of the rows that are there at a time where all do not fit. */
  private static final long NUMBERS_OF_A_BLOCK = 1L << 26;

  /** Rows that are made in blocks, and once more for their coordinates. */
  private static final int ROWS_IN_BLOCKS = 400;

  /** Addresses of the blocks of a round. */
  private static final long BLOCKS = 1L << 20;

  /** Whether the coordinates of so many parameters' rows are enough to tell anything. */
  public static boolean fits(Posterior posterior) {
    long coordinates = sides(posterior).stream().mapToLong(TensorBases.Sides::count).sum();
    return MOST_NUMBERS / coordinates >= FIRST_ROWS && NUMBERS_OF_A_BLOCK / posterior.size() >= 1;
  }

  /** What its bases cost, without what directions have to do with each other. */
  static double operations(Posterior posterior) {
    return sides(posterior).stream().mapToDouble(TensorBases.Sides::operations).sum();
  }

  private static List<TensorBases.Sides> sides(Posterior posterior) {
    return posterior.model().parameters().tensors().stream().map(TensorBases.Sides::of).toList();
  }

  @Override
  public GaussianReference at(double[][] positions, int round, int rank) {
    int parameters = shared.posterior().size();
    Scores scores = new Scores(shared, provider, workers, seed);
    int rows = round == 0 ? FIRST_ROWS : ROWS;
    RandomStream start = RandomStream.of(seed, Purpose.START, round);
    Coupling.Tools tools = new Coupling.Tools(provider, workers, shared.deadline(), start, common);
    if ((long) rows * parameters <= MOST_NUMBERS) {
      MatrixStack all = scores.at(positions, rows, round);
      try (Slab memory = all.slab()) {
        return of(all, shared.posterior(), tools);
      }
    }
    int block = (int) Math.max(1, NUMBERS_OF_A_BLOCK / parameters);
    int blocks = Math.max(1, Math.min(rows, ROWS_IN_BLOCKS) / block);
    return new TensorRows(shared.posterior(), sides(shared.posterior()), tools)
        .reference(
            TensorRows.Blocks.of(
                block, blocks, i -> scores.at(positions, block, round * BLOCKS + i)));
  }

  /**
   * Of rows whose mean outer product is the curvature of L_n; the localisation alone where one of
   * them is not finite.
   *
   * @param rows J, one matrix [m, P]
   * @throws org.cusp.clock.TimeIsUp where the deadline has passed
   */
  static GaussianReference of(MatrixStack rows, Posterior posterior, Coupling.Tools tools) {
    return new TensorRows(posterior, sides(posterior), tools).reference(TensorRows.Blocks.of(rows));
  }
}

package org.cusp.sampler.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cusp.clock.Deadline;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Scores;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;
import org.cusp.tensor.Workers;
import org.cusp.tensor.dense.Matrix;

/**
 * References of as many directions as there are parameters, for posteriors that are stiff in
 * thousands of them. A low rank would leave most of them out: of few hundred gradients of single
 * data it knows no more than their span.
 *
 * <p>With G the part of such a gradient that belongs to a tensor, a matrix, the directions are u v'
 * with u an eigenvector of E[G G'] and v one of E[G' G], and the precision of each is gamma + nBeta
 * E[(u' G v)^2], which some hundred gradients tell to a tenth. What tensors have to do with each
 * other is left to the kicks.
 *
 * <p>Sources: T. George, C. Laurent, X. Bouthillier, N. Ballas, P. Vincent, "Fast approximate
 * natural gradient descent in a Kronecker-factored eigenbasis", NeurIPS 2018, arXiv:1806.03884, for
 * the precisions in a given basis; V. Gupta, T. Koren, Y. Singer, "Shampoo", ICML 2018,
 * arXiv:1802.09568, for the bases from whole gradients, which need to know nothing of the layers.
 *
 * @param seed addresses which data, and what their targets might have been
 */
public record TensorReference(
    PosteriorTensors shared, KernelProvider provider, Workers workers, long seed)
    implements ReferenceSource {
  /** The first is of chains that have hardly left w*. */
  private static final int FIRST_ROWS = 400;

  private static final int ROWS = 1600;

  /** Of all rows together, so that they fit beside the chains. */
  private static final long MOST_NUMBERS = 1L << 28;

  /** Whether the rows of so many parameters are enough to tell anything. */
  public static boolean fits(Posterior posterior) {
    return MOST_NUMBERS / posterior.size() >= FIRST_ROWS;
  }

  @Override
  public GaussianReference at(double[][] positions, int round, int rank) {
    int parameters = shared.posterior().size();
    int fitting = (int) Math.max(1, MOST_NUMBERS / parameters);
    int rows = Math.min(round == 0 ? FIRST_ROWS : ROWS, fitting);
    MatrixStack scores = new Scores(shared, provider, workers, seed).at(positions, rows, round);
    try (Slab memory = scores.slab()) {
      return of(scores, shared.posterior(), provider, workers, shared.deadline());
    }
  }

  /**
   * Of rows whose mean outer product is the curvature of L_n; the localisation alone where one of
   * them is not finite.
   *
   * @param rows (Modified) J, one matrix [m, P]: turned into the bases
   * @throws org.cusp.clock.TimeIsUp where the deadline has passed
   */
  static GaussianReference of(
      MatrixStack rows,
      Posterior posterior,
      KernelProvider provider,
      Workers workers,
      Deadline deadline) {
    List<TensorBases.Sides> sides =
        posterior.model().parameters().tensors().stream().map(TensorBases.Sides::of).toList();
    TensorBases.Part[] parts = new TensorBases.Part[sides.size()];
    double[] stiffness = new double[posterior.size()];
    double factor = posterior.nBeta() / rows.rows();
    boolean isWhole = false;
    try {
      workers.run(
          parts.length,
          i -> {
            deadline.require();
            parts[i] = new Rows(rows, sides.get(i), provider.create()).part(factor, stiffness);
          });
      isWhole = Arrays.stream(stiffness).allMatch(Double::isFinite);
    } catch (ArithmeticException e) {
      // A row that is not finite has no eigenvectors.
    } finally {
      if (!isWhole) {
        free(parts);
      }
    }
    return isWhole
        ? GaussianReference.of(posterior.gamma(), stiffness, new TensorBases(List.of(parts)))
        : GaussianReference.isotropic(posterior.gamma());
  }

  private static void free(TensorBases.Part[] parts) {
    List<TensorBases.Part> made = new ArrayList<>(Arrays.asList(parts));
    made.removeIf(part -> part == null);
    new TensorBases(made).free();
  }

  /** What all rows have of one tensor. */
  private record Rows(MatrixStack all, TensorBases.Sides sides, Kernels kernels) {
    private MatrixStack of(int row) {
      return sides.in(all.slab(), all.offset() + row * all.columns());
    }

    /** Its bases, and in its part of {@code stiffness} what is beyond gamma. */
    TensorBases.Part part(double factor, double[] stiffness) {
      Optional<MatrixStack> left =
          sides.hasLeft() ? Optional.of(basis(sides.rows(), Transpose.NO)) : Optional.empty();
      Optional<MatrixStack> right =
          sides.hasRight() ? Optional.of(basis(sides.columns(), Transpose.YES)) : Optional.empty();
      TensorBases.Part part = new TensorBases.Part(sides, left, right);
      double[] numbers = new double[sides.size()];
      try (Slab spare = all.slab().zerosBeside(1, sides.size());
          Slab turned = all.slab().zerosBeside(1, sides.size())) {
        MatrixStack half = MatrixStack.of(spare, 0, sides.rows(), sides.columns());
        MatrixStack whole = MatrixStack.of(turned, 0, sides.rows(), sides.columns());
        for (int row = 0; row < all.rows(); row++) {
          part.turn(kernels, of(row), half, whole);
          turned.load(0, 0, numbers, numbers.length);
          for (int i = 0; i < numbers.length; i++) {
            stiffness[sides.offset() + i] += factor * numbers[i] * numbers[i];
          }
        }
      }
      return part;
    }

    /** Eigenvectors, in rows, of the sum of G G', or of G' G where the first is turned. */
    private MatrixStack basis(int size, Transpose first) {
      Transpose second = first == Transpose.NO ? Transpose.YES : Transpose.NO;
      double[] sums;
      try (Slab memory = all.slab().zerosBeside(1, size * size)) {
        MatrixStack products = MatrixStack.of(memory, 0, size, size);
        for (int row = 0; row < all.rows(); row++) {
          kernels.multiply(of(row), first, of(row), second, products, row == 0 ? 0 : 1);
        }
        sums = memory.getRow(0);
      }
      Matrix vectors = new Matrix(size, size, sums).eigen().vectors().transposed();
      Slab slab = all.slab().zerosBeside(1, size * size);
      slab.store(0, 0, vectors.values(), size * size);
      return MatrixStack.of(slab, 0, size, size);
    }
  }
}

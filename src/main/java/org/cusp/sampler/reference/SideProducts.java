package org.cusp.sampler.reference;

import java.util.Arrays;
import java.util.Optional;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;
import org.cusp.tensor.dense.Matrix;

/** Sums of G G' and of G' G over gradients G of a tensor, whose eigenvectors are its bases. */
final class SideProducts implements AutoCloseable {
  private final TensorBases.Sides sides;
  private final Optional<Slab> left;
  private final Optional<Slab> right;

  /**
   * Without any gradients yet.
   *
   * @param like memory beside which theirs is
   */
  SideProducts(TensorBases.Sides sides, Slab like) {
    this.sides = sides;
    this.left = squareOf(sides.rows(), like, sides.hasLeft());
    this.right = squareOf(sides.columns(), like, sides.hasRight());
  }

  private static Optional<Slab> squareOf(int size, Slab like, boolean isWanted) {
    return isWanted
        ? Optional.of(like.zerosBeside(1, Math.multiplyExact(size, size)))
        : Optional.empty();
  }

  /** With those that these rows have of the tensor. */
  void add(MatrixStack rows, Kernels kernels) {
    left.ifPresent(sum -> add(rows, Transpose.NO, square(sum, sides.rows()), kernels));
    right.ifPresent(sum -> add(rows, Transpose.YES, square(sum, sides.columns()), kernels));
  }

  private void add(MatrixStack rows, Transpose first, MatrixStack sum, Kernels kernels) {
    Transpose second = first == Transpose.NO ? Transpose.YES : Transpose.NO;
    for (int row = 0; row < rows.rows(); row++) {
      MatrixStack g = sides.in(rows.slab(), rows.offset() + row * rows.columns());
      kernels.multiply(g, first, g, second, sum, 1);
    }
  }

  private static MatrixStack square(Slab sum, int size) {
    return MatrixStack.of(sum, 0, size, size);
  }

  /**
   * The tensor with its bases.
   *
   * @throws ArithmeticException where a gradient was not finite
   */
  TensorBases.Part part() {
    Optional<MatrixStack> l = left.map(sum -> basis(sum, sides.rows(), sides.inside()));
    try {
      Optional<MatrixStack> r =
          right.map(sum -> basis(sum, sides.columns(), sides.insideColumns()));
      return new TensorBases.Part(sides, l, r);
    } catch (ArithmeticException e) {
      l.ifPresent(made -> made.slab().close());
      throw e;
    }
  }

  /** The last eigenvectors, in rows; they come in ascending order. */
  private static MatrixStack basis(Slab sum, int size, int count) {
    Matrix vectors = new Matrix(size, size, sum.getRow(0)).eigen().vectors().transposed();
    double[] leading = Arrays.copyOfRange(vectors.values(), (size - count) * size, size * size);
    Slab slab = sum.zerosBeside(1, count * size);
    slab.store(0, 0, leading, leading.length);
    return MatrixStack.of(slab, 0, count, size);
  }

  @Override
  public void close() {
    left.ifPresent(Slab::close);
    right.ifPresent(Slab::close);
  }
}

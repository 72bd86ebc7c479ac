package org.cusp.sampler.reference;

import java.util.List;
import java.util.Optional;
import org.cusp.model.ParamSpace;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;

/**
 * About as many directions as there are parameters: every tensor, as a matrix X [a, b], in an
 * orthonormal basis of its own on each of its sides,
 *
 * <pre>C = L X R',  L [a, a], R [b, b]</pre>
 *
 * <p>so that all of them cost 2 P (a + b) operations. A side longer than {@link #LONGEST} has none
 * where the other is short. Of two long sides each has {@link #LEADING} directions, L [r, a] and R
 * [r, b]: a fraction of the operations and r^2 coordinates, outside of which the localisation is
 * all there is.
 *
 * @param parts in the order of the parameter vector, without gaps; taken over
 */
record TensorBases(List<Part> parts) implements Directions {
  /** Bases of longer sides would cost more than the gradients of single data that they are of. */
  static final int LONGEST = 256;

  /** Directions of each side where both are long. */
  static final int LEADING = 128;

  /** Eigenvectors of longer sides take minutes. */
  private static final int LONGEST_LEADING = 4096;

  TensorBases {
    parts = List.copyOf(parts);
  }

  /**
   * A tensor as a matrix.
   *
   * @param offset of its first number in the parameter vector
   */
  record Sides(int offset, int rows, int columns) {
    /** Its first axis and all others; a long vector is cut into short rows. */
    static Sides of(ParamSpace.Tensor tensor) {
      int rows = tensor.shape().isEmpty() ? 1 : tensor.shape().get(0);
      boolean isVector = tensor.shape().size() == 1;
      Sides sides =
          isVector
              ? new Sides(tensor.offset(), 1, tensor.size())
              : new Sides(tensor.offset(), rows, tensor.size() / rows);
      return sides.hasLeft() || sides.hasRight() ? sides : sides.cut();
    }

    private Sides cut() {
      int length = LONGEST;
      while (size() % length != 0) {
        length--;
      }
      return new Sides(offset, size() / length, length);
    }

    int size() {
      return rows * columns;
    }

    private boolean isLong() {
      return Math.min(rows, columns) > LONGEST && Math.max(rows, columns) <= LONGEST_LEADING;
    }

    /** Whether there is a basis for its columns, on the left; a single number needs none. */
    boolean hasLeft() {
      return isLong() || rows > 1 && rows <= LONGEST;
    }

    /** Whether there is one for its rows, on the right. */
    boolean hasRight() {
      return isLong() || columns <= LONGEST && (columns > 1 || !hasLeft());
    }

    /** Rows of its coordinates. */
    int inside() {
      return isLong() ? LEADING : rows;
    }

    /** Columns of its coordinates. */
    int insideColumns() {
      return isLong() ? LEADING : columns;
    }

    /** The number of its coordinates. */
    int count() {
      return inside() * insideColumns();
    }

    /** What it takes to turn it and to turn it back. */
    double operations() {
      double left = hasLeft() ? rows : 0;
      double right = hasRight() ? insideColumns() : 0;
      return 4.0 * inside() * columns * (left + right);
    }

    /** It in every row of a slab of parameters. */
    MatrixStack in(Slab slab) {
      return in(slab, 0);
    }

    /** It in parameters that begin at {@code from}. */
    MatrixStack in(Slab slab, int from) {
      return MatrixStack.of(slab, from + offset, rows, columns);
    }

    /** Its coordinates, which begin at {@code from}. */
    MatrixStack coordinates(Slab slab, int from) {
      return MatrixStack.of(slab, from, inside(), insideColumns());
    }

    /** Room for half of a turn: in the basis on the left alone. */
    MatrixStack half(Slab slab) {
      return MatrixStack.of(slab, 0, inside(), columns);
    }
  }

  /**
   * A tensor with its bases, of which there is at least one.
   *
   * @param left L, one matrix of orthonormal rows
   * @param right R, the same
   */
  record Part(Sides sides, Optional<MatrixStack> left, Optional<MatrixStack> right) {
    /** L X R'. */
    void turn(Kernels kernels, MatrixStack x, MatrixStack spare, MatrixStack target) {
      if (right.isEmpty()) {
        kernels.multiply(left.orElseThrow(), Transpose.NO, x, Transpose.NO, target, 0);
        return;
      }
      left.ifPresent(l -> kernels.multiply(l, Transpose.NO, x, Transpose.NO, spare, 0));
      MatrixStack half = left.isPresent() ? spare : x;
      kernels.multiply(half, Transpose.NO, right.get(), Transpose.YES, target, 0);
    }

    /** target + L' C R. */
    void turnBack(Kernels kernels, MatrixStack c, MatrixStack spare, MatrixStack target) {
      if (right.isEmpty()) {
        kernels.multiply(left.orElseThrow(), Transpose.YES, c, Transpose.NO, target, 1);
        return;
      }
      if (left.isEmpty()) {
        kernels.multiply(c, Transpose.NO, right.get(), Transpose.NO, target, 1);
        return;
      }
      kernels.multiply(c, Transpose.NO, right.get(), Transpose.NO, spare, 0);
      kernels.multiply(left.get(), Transpose.YES, spare, Transpose.NO, target, 1);
    }

    /** One of its bases. */
    MatrixStack any() {
      return left.or(() -> right).orElseThrow();
    }

    private void free() {
      left.ifPresent(l -> l.slab().close());
      right.ifPresent(r -> r.slab().close());
    }
  }

  @Override
  public int count() {
    return parts.stream().mapToInt(part -> part.sides().count()).sum();
  }

  @Override
  public double operations() {
    return parts.stream().mapToDouble(part -> part.sides().operations()).sum();
  }

  @Override
  public OfPass of(Kernels kernels, Slab w) {
    int largest =
        parts.stream()
            .mapToInt(part -> part.sides().inside() * part.sides().columns())
            .max()
            .orElseThrow();
    return new Turns(parts, kernels, w.zerosBeside(w.rows(), largest));
  }

  @Override
  public void free() {
    parts.forEach(Part::free);
  }

  /**
   * Of a pass.
   *
   * @param spare room for half of a turn
   */
  private record Turns(List<Part> parts, Kernels kernels, Slab spare) implements OfPass {
    @Override
    public void project(Slab x, Slab coordinates) {
      int from = 0;
      for (Part part : parts) {
        Sides sides = part.sides();
        part.turn(kernels, sides.in(x), sides.half(spare), sides.coordinates(coordinates, from));
        from += sides.count();
      }
    }

    @Override
    public void addTo(Slab coordinates, Slab x) {
      int from = 0;
      for (Part part : parts) {
        Sides sides = part.sides();
        part.turnBack(
            kernels, sides.coordinates(coordinates, from), sides.half(spare), sides.in(x));
        from += sides.count();
      }
    }

    @Override
    public void close() {
      spare.close();
    }
  }
}

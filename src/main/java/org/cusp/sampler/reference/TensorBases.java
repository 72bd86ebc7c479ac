package org.cusp.sampler.reference;

import java.util.List;
import java.util.Optional;
import org.cusp.model.ParamSpace;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;

/**
 * As many directions as there are parameters: every tensor, as a matrix X [a, b], in an orthonormal
 * basis of its own on each of its sides,
 *
 * <pre>C = L X R',  L [a, a], R [b, b]</pre>
 *
 * <p>so that all of them cost 2 P (a + b) operations. A side longer than {@link #LONGEST} has none.
 *
 * @param parts in the order of the parameter vector, without gaps; taken over
 */
record TensorBases(List<Part> parts) implements Directions {
  /** Bases of longer sides would cost more than the gradients of single data that they are of. */
  static final int LONGEST = 256;

  TensorBases {
    parts = List.copyOf(parts);
  }

  /**
   * A tensor as a matrix.
   *
   * @param offset of its first number in the parameter vector
   */
  record Sides(int offset, int rows, int columns) {
    /** Its first axis and all others; a long tensor with no short side is cut into short rows. */
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

    /** Whether there is a basis for its columns, on the left; a single number needs none. */
    boolean hasLeft() {
      return rows > 1 && rows <= LONGEST;
    }

    /** Whether there is one for its rows, on the right. */
    boolean hasRight() {
      return columns <= LONGEST && (columns > 1 || !hasLeft());
    }

    /** It in every row of a slab of parameters. */
    MatrixStack in(Slab slab) {
      return in(slab, 0);
    }

    /** It in parameters that begin at {@code from}. */
    MatrixStack in(Slab slab, int from) {
      return MatrixStack.of(slab, from + offset, rows, columns);
    }
  }

  /**
   * A tensor with its bases, of which there is at least one.
   *
   * @param left L, one matrix [a, a]
   * @param right R, one matrix [b, b]
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
      left.ifPresent(l -> kernels.multiply(l, Transpose.YES, c, Transpose.NO, spare, 0));
      MatrixStack half = left.isPresent() ? spare : c;
      kernels.multiply(half, Transpose.NO, right.get(), Transpose.NO, target, 1);
    }

    private void free() {
      left.ifPresent(l -> l.slab().close());
      right.ifPresent(r -> r.slab().close());
    }
  }

  @Override
  public int count() {
    return parts.stream().mapToInt(part -> part.sides().size()).sum();
  }

  @Override
  public OfPass of(Kernels kernels, Slab w) {
    int largest = parts.stream().mapToInt(part -> part.sides().size()).max().orElseThrow();
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
    private MatrixStack spare(Sides sides) {
      return MatrixStack.of(spare, 0, sides.rows(), sides.columns());
    }

    @Override
    public void project(Slab x, Slab coordinates) {
      for (Part part : parts) {
        Sides sides = part.sides();
        part.turn(kernels, sides.in(x), spare(sides), sides.in(coordinates));
      }
    }

    @Override
    public void addTo(Slab coordinates, Slab x) {
      for (Part part : parts) {
        Sides sides = part.sides();
        part.turnBack(kernels, sides.in(coordinates), spare(sides), sides.in(x));
      }
    }

    @Override
    public void close() {
      spare.close();
    }
  }
}

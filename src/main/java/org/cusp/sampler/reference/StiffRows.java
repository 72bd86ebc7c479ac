package org.cusp.sampler.reference;

import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;

/**
 * A few directions, number by number.
 *
 * @param v V, one matrix [k, P]; taken over
 */
record StiffRows(MatrixStack v) implements Directions {
  /**
   * A number of V is read from memory for every product that it is in: 8 bytes a nanosecond where a
   * core makes 50 operations in it.
   */
  private static final double OPERATIONS_OF_A_READ = 24;

  @Override
  public int count() {
    return v.rows();
  }

  @Override
  public double operations() {
    return 2 * OPERATIONS_OF_A_READ * v.rows() * v.columns();
  }

  @Override
  public OfPass of(Kernels kernels, Slab w) {
    return new Products(v, kernels);
  }

  @Override
  public void free() {
    v.slab().close();
  }

  private record Products(MatrixStack v, Kernels kernels) implements OfPass {
    private static MatrixStack row(Slab slab) {
      return MatrixStack.of(slab, 0, 1, slab.columns());
    }

    @Override
    public void project(Slab x, Slab coordinates) {
      kernels.multiply(row(x), Transpose.NO, v, Transpose.YES, row(coordinates), 0);
    }

    @Override
    public void addTo(Slab coordinates, Slab x) {
      kernels.multiply(row(coordinates), Transpose.NO, v, Transpose.NO, row(x), 1);
    }

    @Override
    public void close() {
      // It has no memory of its own.
    }
  }
}

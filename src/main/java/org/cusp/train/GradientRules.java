package org.cusp.train;

import org.cusp.spec.training.GradientSpec;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;

/** What a {@link GradientSpec} does to the gradient of a step, with its memory. */
final class GradientRules implements AutoCloseable {
  private final GradientSpec spec;
  private final Kernels kernels;
  private final Slab w;
  private final Slab gradient;
  private final Slab origin;
  private final Slab squares;

  /**
   * @param gradient of the batch, changed in place
   */
  GradientRules(GradientSpec spec, Kernels kernels, Slab w, Slab gradient) {
    this.spec = spec;
    this.kernels = kernels;
    this.w = w;
    this.gradient = gradient;
    this.origin = w.zerosBeside(1, w.columns());
    this.squares = w.doublesBeside(1, 1);
  }

  void apply() {
    if (spec.clip().isPresent()) {
      double norm = Math.sqrt(squares(gradient));
      double factor = spec.clip().getAsDouble() / norm;
      if (factor < 1) {
        MatrixStack row = MatrixStack.rowsOf(gradient);
        kernels.scale(row, factor, row);
      }
    }
    if (spec.l2() != 0) {
      kernels.accumulate(gradient, 1, w, spec.l2());
    }
  }

  /** The sum of the squares of a slab like the weights. */
  double squares(Slab slab) {
    kernels.squaredDistance(slab, origin, squares);
    return squares.getRow(0)[0];
  }

  @Override
  public void close() {
    origin.close();
    squares.close();
  }
}

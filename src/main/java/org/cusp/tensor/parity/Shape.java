package org.cusp.tensor.parity;

import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;

/**
 * What kernels are tried on: slabs of so many chains and parameters, in which lie matrices.
 *
 * @param rows of a matrix
 * @param width of a matrix
 */
public record Shape(Precision precision, int chains, int rows, int width, int parameters) {
  /** Before a matrix. */
  private static final int SKIPPED = 3;

  int columns() {
    return Math.max(parameters, SKIPPED + rows * width);
  }

  MatrixStack matrix(Slab slab) {
    return MatrixStack.of(slab, SKIPPED, rows, width);
  }

  /** In words, for messages. */
  @Override
  public String toString() {
    return precision + " " + chains + " x " + rows + "x" + width + ", P " + parameters;
  }
}

package org.cusp.tensor;

/**
 * Every row of a slab into another's, bound once: a step of a small model is short.
 *
 * @param from of the shape of the target
 * @param to (Modified)
 */
public record Copy(MatrixStack from, MatrixStack to) {
  public static Copy of(Slab from, Slab to) {
    return new Copy(MatrixStack.rowsOf(from), MatrixStack.rowsOf(to));
  }

  public void run(Kernels kernels) {
    kernels.scale(from, 1, to);
  }
}

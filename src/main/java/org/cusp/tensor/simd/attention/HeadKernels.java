package org.cusp.tensor.simd.attention;

import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.sequence.Heads;

/** Attention of one chain, for one precision. */
public interface HeadKernels {
  /**
   * What they work on.
   *
   * @param mixed what comes out of the heads, or the gradient with respect to it
   */
  record Operands(
      MatrixStack queries,
      MatrixStack keys,
      MatrixStack values,
      MatrixStack moments,
      MatrixStack mixed) {}

  /** See {@link Kernels#attend}. */
  void attend(Heads heads, Operands on, int chain);

  /** See {@link Kernels#attendBackward}. */
  void attendBackward(Heads heads, Operands on, int chain);
}

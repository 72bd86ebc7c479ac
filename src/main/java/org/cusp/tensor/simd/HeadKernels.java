package org.cusp.tensor.simd;

import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.sequence.Heads;

/** Attention of one chain, for one precision. */
interface HeadKernels {
  void attend(
      Heads heads,
      MatrixStack queries,
      MatrixStack keys,
      MatrixStack values,
      MatrixStack moments,
      MatrixStack output,
      int chain);

  void attendBackward(
      Heads heads,
      MatrixStack queries,
      MatrixStack keys,
      MatrixStack values,
      MatrixStack moments,
      MatrixStack delta,
      int chain);
}

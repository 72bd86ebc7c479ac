package org.cusp.tensor.simd;

import java.util.Optional;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.sequence.Normalisation;

/** The normalisation of one chain's vectors, for one precision. */
interface NormKernels {
  /** Vectors, their moments and what they are scaled by. */
  record Operands(MatrixStack x, Optional<MatrixStack> scale, MatrixStack moments) {}

  /** See {@link Kernels#normalise}. */
  void normalise(
      Normalisation by, Operands on, Optional<MatrixStack> shift, MatrixStack y, int chain);

  /** See {@link Kernels#normaliseBackward}. */
  void normaliseBackward(
      Normalisation by, Operands on, MatrixStack delta, MatrixStack passed, int chain);

  /** See {@link Kernels#normalisedProducts}. */
  void normalisedProducts(
      MatrixStack x, MatrixStack moments, MatrixStack delta, MatrixStack sums, int chain);
}

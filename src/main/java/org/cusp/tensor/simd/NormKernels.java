package org.cusp.tensor.simd;

import java.util.Optional;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.sequence.Normalisation;

/** The normalisation of one chain's vectors, for one precision. */
interface NormKernels {
  void normalise(
      Normalisation by,
      MatrixStack x,
      Optional<MatrixStack> scale,
      Optional<MatrixStack> shift,
      MatrixStack moments,
      MatrixStack y,
      int chain);

  void normaliseBackward(
      Normalisation by,
      MatrixStack x,
      Optional<MatrixStack> scale,
      MatrixStack moments,
      MatrixStack delta,
      MatrixStack passed,
      int chain);

  void normalisedProducts(
      MatrixStack x, MatrixStack moments, MatrixStack delta, MatrixStack sums, int chain);
}

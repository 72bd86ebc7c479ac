package org.cusp.tensor.simd.image;

import java.util.Optional;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.wiring.Convolution;

/** Convolutions of one chain, for one precision. */
public interface ConvolutionKernels {
  /** Whether these are faster than products with columns. */
  boolean isFast(Convolution by);

  /** See {@link Kernels#convolve}. */
  void forward(
      Convolution by,
      MatrixStack input,
      MatrixStack weight,
      Optional<MatrixStack> bias,
      MatrixStack output,
      int chain);

  /** See {@link Kernels#convolveGradients}. */
  void gradients(
      Convolution by,
      MatrixStack input,
      MatrixStack delta,
      Optional<MatrixStack> weight,
      Optional<MatrixStack> bias,
      int chain);

  /** See {@link Kernels#convolveBackward}. */
  void backward(
      Convolution by, MatrixStack delta, MatrixStack weight, MatrixStack passed, int chain);
}

package org.cusp.tensor.simd.image;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.wiring.Convolution;

/** Convolutions in single precision. Those in double precision are written after these. */
public final class FloatConvolution implements ConvolutionKernels {
  private final Map<Convolution, FloatTaps> met = new IdentityHashMap<>();

  @Override
  public boolean isFast(Convolution by) {
    return Shapes.areFast(by, FloatTiles.LANES);
  }

  private FloatTaps taps(Convolution by) {
    return met.computeIfAbsent(by, FloatTaps::new);
  }

  @Override
  public void forward(
      Convolution by,
      MatrixStack input,
      MatrixStack weight,
      Optional<MatrixStack> bias,
      MatrixStack output,
      int chain) {
    FloatTaps taps = taps(by);
    taps.take(weight, bias, chain);
    for (int from = 0; from < output.rows(); from += taps.block()) {
      int count = Math.min(taps.block(), output.rows() - from);
      taps.images().loadInput(input, chain, from, count);
      taps.forward(count);
      taps.images().storeOutput(output, chain, from, count);
    }
  }

  @Override
  public void gradients(
      Convolution by,
      MatrixStack input,
      MatrixStack delta,
      Optional<MatrixStack> weight,
      Optional<MatrixStack> bias,
      int chain) {
    FloatTaps taps = taps(by);
    taps.clear();
    for (int from = 0; from < delta.rows(); from += taps.block()) {
      int count = Math.min(taps.block(), delta.rows() - from);
      taps.images().loadDelta(delta, chain, from, count);
      if (weight.isPresent()) {
        taps.images().loadInput(input, chain, from, count);
        taps.addWeights(count);
      }
      if (bias.isPresent()) {
        taps.addBiases(count);
      }
    }
    weight.ifPresent(to -> taps.giveWeights(to, chain));
    bias.ifPresent(to -> taps.giveBiases(to, chain));
  }

  @Override
  public void backward(
      Convolution by, MatrixStack delta, MatrixStack weight, MatrixStack passed, int chain) {
    FloatTaps taps = taps(by);
    taps.takeBack(weight, chain);
    for (int from = 0; from < delta.rows(); from += taps.block()) {
      int count = Math.min(taps.block(), delta.rows() - from);
      taps.images().loadDelta(delta, chain, from, count);
      taps.backward(count);
      taps.images().storeInput(passed, chain, from, count);
    }
  }
}

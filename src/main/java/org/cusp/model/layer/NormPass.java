package org.cusp.model.layer;

import java.util.Optional;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.sequence.Normalisation;

/** The passes of layers that normalise vectors; which factors and terms they have is theirs. */
final class NormPass implements LayerPass {
  static final String SCALE = "weight";
  static final String SHIFT = "bias";

  private final Normalisation by;
  private final Kernels kernels;
  private final Optional<MatrixStack> scale;
  private final Optional<MatrixStack> shift;
  private final int width;
  private final Buffer moments;
  private final Buffer output;
  private final Buffer inputGradient;
  private Optional<MatrixStack> scaleGradient = Optional.empty();
  private Optional<MatrixStack> shiftGradient = Optional.empty();
  private MatrixStack input;

  NormPass(Normalisation by, Binding binding, Optional<String> scale, Optional<String> shift) {
    this.by = by;
    this.kernels = binding.kernels();
    this.scale = scale.map(binding::value);
    this.shift = shift.map(binding::value);
    this.width = binding.input().width();
    int vectors = binding.input().size() / width;
    this.moments = binding.workspace().own(2 * vectors);
    this.output = binding.workspace().own(binding.input().size());
    this.inputGradient = binding.inputGradient();
  }

  private MatrixStack moments(int data) {
    return moments.rows(data).cut(2);
  }

  @Override
  public MatrixStack forward(MatrixStack given) {
    input = given.cut(width);
    MatrixStack y = output.rows(given.rows());
    kernels.normalise(by, input, scale, shift, moments(given.rows()), y.cut(width));
    return y;
  }

  @Override
  public boolean want(Tensors gradients) {
    scaleGradient = scale.flatMap(it -> gradients.matrix(SCALE));
    shiftGradient = shift.flatMap(it -> gradients.matrix(SHIFT));
    return scaleGradient.isPresent() || shiftGradient.isPresent();
  }

  @Override
  public void gradients(MatrixStack delta) {
    MatrixStack vectors = delta.cut(width);
    shiftGradient.ifPresent(to -> kernels.columnSums(vectors, to));
    scaleGradient.ifPresent(
        to -> kernels.normalisedProducts(input, moments(delta.rows()), vectors, to));
  }

  @Override
  public MatrixStack backward(MatrixStack delta) {
    gradients(delta);
    MatrixStack passed = inputGradient.rows(delta.rows());
    kernels.normaliseBackward(
        by, input, scale, moments(delta.rows()), delta.cut(width), passed.cut(width));
    return passed;
  }
}

package org.cusp.model.layer;

import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.wiring.Wiring;

/**
 * A layer without parameters each of whose outputs is a factor times the sum of some inputs: pools
 * of means, padding, choice. Back, each input gets the factor times the sum over its outputs.
 */
public final class WiredPass implements LayerPass {
  private final Kernels kernels;
  private final Wiring wiring;
  private final Wiring back;
  private final double factor;
  private final Buffer output;
  private final Buffer inputGradient;

  /**
   * @param wiring which inputs each output is the sum of
   */
  public WiredPass(Binding binding, Wiring wiring, double factor) {
    this.kernels = binding.kernels();
    this.wiring = wiring;
    this.back = wiring.transposed();
    this.factor = factor;
    this.output = binding.workspace().own(wiring.outputs());
    this.inputGradient = binding.inputGradient();
  }

  @Override
  public MatrixStack forward(MatrixStack input) {
    MatrixStack made = output.rows(input.rows());
    kernels.sums(input, wiring, factor, made);
    return made;
  }

  @Override
  public boolean want(Tensors gradients) {
    return false;
  }

  @Override
  public void gradients(MatrixStack delta) {}

  @Override
  public MatrixStack backward(MatrixStack delta) {
    MatrixStack passed = inputGradient.rows(delta.rows());
    kernels.sums(delta, back, factor, passed);
    return passed;
  }
}

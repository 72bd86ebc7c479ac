package org.cusp.model;

import java.util.List;
import java.util.Optional;
import org.cusp.tensor.Activation;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;

/**
 * Forward and backward passes through a stack of dense layers, written by hand:
 *
 * <pre>
 * forward   z_l = a_(l-1) W_l^T + b_l,  a_l = f_l(z_l),  a_0 the inputs
 * backward  d_l = dL/dz_l:  dL/dW_l = d_l^T a_(l-1),  dL/db_l = column sums of d_l,
 *           d_(l-1) = (d_l W_l) f'(z_(l-1))
 * </pre>
 */
final class DenseEvaluator implements Evaluator {
  private final Kernels kernels;
  private final List<Dense> stack;
  private final Likelihood likelihood;
  private final Layer[] layers;
  private final Slab[] deltas;
  private BoundGradient bound;
  private Sized sized;

  /** The gradient last written to, and its parts by layer: finding them is not for every step. */
  private record BoundGradient(
      Slab slab, List<MatrixStack> weights, List<Optional<MatrixStack>> biases) {}

  /** One layer's parameters and working memory; inputs to f are kept only where f' needs them. */
  private record Layer(
      Activation activation,
      MatrixStack weight,
      Optional<MatrixStack> bias,
      Slab before,
      Slab after) {
    int outputs() {
      return weight.rows();
    }
  }

  /**
   * The working memory as matrices for batches of one size, by layer.
   *
   * @param sums z
   * @param values f(z)
   * @param saved what the derivative is computed from
   * @param deltas dL/dz; none for the last layer, whose outputs become it
   */
  private record Sized(
      int size,
      MatrixStack[] sums,
      MatrixStack[] values,
      MatrixStack[] saved,
      MatrixStack[] deltas) {}

  DenseEvaluator(Kernels kernels, List<Dense> stack, Likelihood likelihood, Slab w, int capacity) {
    this.kernels = kernels;
    this.stack = stack;
    this.likelihood = likelihood;
    this.layers = stack.stream().map(dense -> bind(dense, w, capacity)).toArray(Layer[]::new);
    int widest = stack.stream().mapToInt(Dense::inputs).skip(1).max().orElse(1);
    this.deltas = new Slab[] {memory(w, capacity, widest), memory(w, capacity, widest)};
  }

  private static Layer bind(Dense dense, Slab w, int capacity) {
    Slab after = memory(w, capacity, dense.outputs());
    Slab before =
        dense.activation().derivativeNeedsInput() ? memory(w, capacity, dense.outputs()) : after;
    return new Layer(
        dense.activation(),
        view(w, dense.weight()),
        dense.bias().map(bias -> view(w, bias)),
        before,
        after);
  }

  private static Slab memory(Slab like, int capacity, int width) {
    return Slab.zeros(like.precision(), like.rows(), Math.multiplyExact(capacity, width));
  }

  private static MatrixStack view(Slab slab, ParamSpace.Tensor tensor) {
    boolean matrix = tensor.shape().size() == 2;
    int rows = matrix ? tensor.shape().get(0) : 1;
    int columns = matrix ? tensor.shape().get(1) : tensor.shape().get(0);
    return MatrixStack.of(slab, tensor.offset(), rows, columns);
  }

  private Sized sized(int size) {
    if (sized == null || sized.size() != size) {
      int count = layers.length;
      MatrixStack[] sums = new MatrixStack[count];
      MatrixStack[] values = new MatrixStack[count];
      MatrixStack[] saved = new MatrixStack[count];
      MatrixStack[] passed = new MatrixStack[count];
      for (int l = 0; l < count; l++) {
        Layer layer = layers[l];
        sums[l] = MatrixStack.of(layer.before(), 0, size, layer.outputs());
        values[l] = MatrixStack.of(layer.after(), 0, size, layer.outputs());
        saved[l] = layer.activation().derivativeNeedsInput() ? sums[l] : values[l];
        if (l + 1 < count) {
          passed[l] = MatrixStack.of(deltas[l % 2], 0, size, layer.outputs());
        }
      }
      sized = new Sized(size, sums, values, saved, passed);
    }
    return sized;
  }

  @Override
  public MatrixStack outputs(Batch batch) {
    Sized memory = sized(batch.size());
    MatrixStack input = batch.inputs();
    for (int l = 0; l < layers.length; l++) {
      Layer layer = layers[l];
      MatrixStack z = memory.sums()[l];
      kernels.multiply(input, Transpose.NO, layer.weight(), Transpose.YES, z, 0);
      if (layer.bias().isPresent()) {
        kernels.addBias(z, layer.bias().get());
      }
      input = memory.values()[l];
      if (layer.activation() != Activation.IDENTITY) {
        kernels.activate(layer.activation(), z, input);
      }
    }
    return input;
  }

  @Override
  public void losses(Batch batch, double[][] losses) {
    likelihood.losses(kernels, outputs(batch), batch.targets(), 0, losses);
  }

  @Override
  public void lossesAndGradient(Batch batch, Slab gradient, double[][] losses) {
    bind(gradient);
    MatrixStack delta = outputs(batch);
    likelihood.losses(kernels, delta, batch.targets(), 1.0 / batch.size(), losses);
    for (int l = layers.length - 1; l >= 0; l--) {
      MatrixStack input = l == 0 ? batch.inputs() : sized.values()[l - 1];
      delta = backward(l, input, delta);
    }
  }

  private void bind(Slab gradient) {
    if (bound != null && bound.slab() == gradient) {
      return;
    }
    bound =
        new BoundGradient(
            gradient,
            stack.stream().map(dense -> view(gradient, dense.weight())).toList(),
            stack.stream().map(dense -> dense.bias().map(bias -> view(gradient, bias))).toList());
  }

  /** Writes layer l's gradients; returns the delta of the layer before it. */
  private MatrixStack backward(int l, MatrixStack input, MatrixStack delta) {
    Layer layer = layers[l];
    kernels.multiply(delta, Transpose.YES, input, Transpose.NO, bound.weights().get(l), 0);
    bound.biases().get(l).ifPresent(gradient -> kernels.columnSums(delta, gradient));
    if (l == 0) {
      return delta;
    }
    Layer previous = layers[l - 1];
    MatrixStack passed = sized.deltas()[l - 1];
    kernels.multiply(delta, Transpose.NO, layer.weight(), Transpose.NO, passed, 0);
    if (previous.activation() != Activation.IDENTITY) {
      kernels.activateBackward(previous.activation(), passed, sized.saved()[l - 1]);
    }
    return passed;
  }

  @Override
  public void close() {
    for (Layer layer : layers) {
      layer.after().close();
      if (layer.before() != layer.after()) {
        layer.before().close();
      }
    }
    for (Slab delta : deltas) {
      delta.close();
    }
  }
}

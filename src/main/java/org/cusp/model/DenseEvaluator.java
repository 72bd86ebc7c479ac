package org.cusp.model;

import java.util.List;
import java.util.Optional;
import org.cusp.model.batch.Batch;
import org.cusp.tensor.Activation;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;

/**
 * Forward and backward passes through a stack of dense layers, written by hand, each tensor read
 * from and its gradient written to a place of its own:
 *
 * <pre>
 * forward   z_l = a_(l-1) W_l^T + b_l,  a_l = f_l(z_l),  a_0 the inputs
 * backward  d_l = dL/dz_l:  dL/dW_l = d_l^T a_(l-1),  dL/db_l = column sums of d_l,
 *           d_(l-1) = (d_l W_l) f'(z_(l-1))
 * </pre>
 *
 * <p>Gradients that are not wanted are not computed, and the way back ends at the lowest layer of
 * which one is.
 */
final class DenseEvaluator implements PlacedEvaluator {
  private final Kernels kernels;
  private final List<Dense> stack;
  private final Likelihood likelihood;
  private final Layer[] layers;
  private final Slab[] deltas;
  private Wanted wanted;
  private Sized sized;

  /**
   * The gradients last asked for, by layer: finding their places is not for every step.
   *
   * @param lowest the first layer that has any
   */
  private record Wanted(
      Places places,
      List<Optional<MatrixStack>> weights,
      List<Optional<MatrixStack>> biases,
      int lowest) {}

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

  DenseEvaluator(
      Kernels kernels, List<Dense> stack, Likelihood likelihood, Places values, int capacity) {
    this.kernels = kernels;
    this.stack = stack;
    this.likelihood = likelihood;
    this.layers = stack.stream().map(dense -> bind(dense, values, capacity)).toArray(Layer[]::new);
    int widest = stack.stream().mapToInt(Dense::inputs).skip(1).max().orElse(1);
    this.deltas = new Slab[] {memory(values, capacity, widest), memory(values, capacity, widest)};
  }

  private static Layer bind(Dense dense, Places values, int capacity) {
    Slab after = memory(values, capacity, dense.outputs());
    Slab before =
        dense.activation().derivativeNeedsInput()
            ? memory(values, capacity, dense.outputs())
            : after;
    return new Layer(
        dense.activation(),
        values.matrix(dense.weight()).orElseThrow(),
        dense.bias().map(bias -> values.matrix(bias).orElseThrow()),
        before,
        after);
  }

  private static Slab memory(Places values, int capacity, int width) {
    return values.zerosBeside(Math.multiplyExact(capacity, width));
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
  public void lossesAndGradient(Batch batch, Places gradient, double[][] losses) {
    if (wanted == null || wanted.places() != gradient) {
      wanted = wanted(gradient);
    }
    MatrixStack delta = outputs(batch);
    likelihood.losses(kernels, delta, batch.targets(), 1.0 / batch.size(), losses);
    for (int l = layers.length - 1; l >= wanted.lowest(); l--) {
      gradients(l, l == 0 ? batch.inputs() : sized.values()[l - 1], delta);
      if (l > wanted.lowest()) {
        delta = passedBack(l, delta);
      }
    }
  }

  private Wanted wanted(Places gradient) {
    List<Optional<MatrixStack>> weights =
        stack.stream().map(dense -> gradient.matrix(dense.weight())).toList();
    List<Optional<MatrixStack>> biases =
        stack.stream().map(dense -> dense.bias().flatMap(gradient::matrix)).toList();
    int lowest = 0;
    while (lowest < layers.length
        && weights.get(lowest).isEmpty()
        && biases.get(lowest).isEmpty()) {
      lowest++;
    }
    return new Wanted(gradient, weights, biases, lowest);
  }

  /** Writes those gradients of layer l that are wanted. */
  private void gradients(int l, MatrixStack input, MatrixStack delta) {
    Optional<MatrixStack> weight = wanted.weights().get(l);
    if (weight.isPresent()) {
      kernels.multiply(delta, Transpose.YES, input, Transpose.NO, weight.get(), 0);
    }
    Optional<MatrixStack> bias = wanted.biases().get(l);
    if (bias.isPresent()) {
      kernels.columnSums(delta, bias.get());
    }
  }

  /** The delta of the layer before l. */
  private MatrixStack passedBack(int l, MatrixStack delta) {
    Layer previous = layers[l - 1];
    MatrixStack passed = sized.deltas()[l - 1];
    kernels.multiply(delta, Transpose.NO, layers[l].weight(), Transpose.NO, passed, 0);
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

package org.cusp.model.layer.image;

import java.util.Arrays;
import java.util.Set;
import org.cusp.data.Shape;
import org.cusp.model.layer.Binding;
import org.cusp.model.layer.Buffer;
import org.cusp.model.layer.Layer;
import org.cusp.model.layer.LayerPass;
import org.cusp.model.layer.Tensors;
import org.cusp.model.layer.WiredPass;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.wiring.Wiring;

/**
 * The mean of those numbers under a window that lie in the image, channel by channel: padding is
 * not counted, as PyTorch has it with {@code count_include_pad=False}. It is a sum times what
 * belongs to each place, and so it is back.
 */
public record InnerAvgPool2d(Window window) implements Layer {
  @Override
  public String type() {
    return AvgPool2d.TYPE.name();
  }

  @Override
  public String describe() {
    return type()
        + ": {"
        + window.describe(window.kernel())
        + ", "
        + AvgPool2d.COUNT_PADDING
        + ": false}";
  }

  @Override
  public Shape output(Shape input) {
    Window.requireImage(input);
    return window.output(input, input.axes().get(0));
  }

  @Override
  public double flops(Shape input) {
    return (double) window.area() * output(input).size();
  }

  @Override
  public Set<Saved> saves() {
    return Set.of();
  }

  @Override
  public boolean isLinear() {
    return true;
  }

  @Override
  public LayerPass bind(Binding binding) {
    Wiring windows = window.windows(binding.input());
    return new Pass(new WiredPass(binding, windows, 1), windows, binding);
  }

  /** One over how many numbers of the image each output is the sum of. */
  private static double[] shares(Wiring windows) {
    double[] shares = new double[windows.outputs()];
    int terms = windows.terms();
    int[] places = windows.places();
    Arrays.setAll(
        shares,
        i ->
            1.0
                / Arrays.stream(places, i * terms, (i + 1) * terms)
                    .filter(place -> place < windows.inputs())
                    .count());
    return shares;
  }

  private static final class Pass implements LayerPass {
    private final WiredPass sums;
    private final Kernels kernels;
    private final MatrixStack row;
    private final Buffer rows;

    Pass(WiredPass sums, Wiring windows, Binding binding) {
      this.sums = sums;
      this.kernels = binding.kernels();
      this.row = binding.workspace().row(windows.outputs());
      this.rows = binding.workspace().own(windows.outputs());
      double[] each = InnerAvgPool2d.shares(windows);
      for (int chain = 0; chain < row.slab().rows(); chain++) {
        row.slab().setRow(chain, each);
      }
    }

    /** The shares for each datum of a batch. */
    private MatrixStack shares(int size) {
      MatrixStack all = rows.rows(size);
      kernels.scale(all, 0, all);
      kernels.addBias(all, row);
      return all;
    }

    @Override
    public MatrixStack forward(MatrixStack input) {
      MatrixStack sum = sums.forward(input);
      kernels.times(sum, shares(sum.rows()), sum);
      return sum;
    }

    @Override
    public boolean want(Tensors gradients) {
      return false;
    }

    @Override
    public void gradients(MatrixStack delta) {}

    @Override
    public MatrixStack backward(MatrixStack delta) {
      kernels.times(delta, shares(delta.rows()), delta);
      return sums.backward(delta);
    }
  }
}

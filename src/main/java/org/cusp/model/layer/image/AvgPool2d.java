package org.cusp.model.layer.image;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cusp.data.Shape;
import org.cusp.model.layer.Binding;
import org.cusp.model.layer.Buffer;
import org.cusp.model.layer.Layer;
import org.cusp.model.layer.LayerPass;
import org.cusp.model.layer.LayerType;
import org.cusp.model.layer.Tensors;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Wiring;

/**
 * The mean of what is under a window, channel by channel. Padding counts as zeros, as in PyTorch
 * unless it is told otherwise. Back, each number gets its share of the windows that it is in.
 *
 * @param window empty for the mean over the whole image
 */
public record AvgPool2d(Optional<Window> window) implements Layer {
  public static final LayerType TYPE =
      new LayerType(
          "avg-pool2d",
          List.of(Window.KERNEL, Window.STRIDE, Window.PADDING),
          text -> new AvgPool2d(Optional.of(Window.ofPool(text))));

  /** The mean over rows and columns: [channels, 1, 1]. */
  public static final LayerType GLOBAL =
      new LayerType("global-avg-pool2d", List.of(), text -> new AvgPool2d(Optional.empty()));

  @Override
  public String type() {
    return window.isPresent() ? TYPE.name() : GLOBAL.name();
  }

  @Override
  public String describe() {
    return window
        .map(it -> TYPE.name() + ": {" + it.describe(it.kernel()) + "}")
        .orElse(GLOBAL.name());
  }

  private Window over(Shape input) {
    Window.requireImage(input);
    return window.orElseGet(
        () -> {
          List<Integer> whole = input.axes().subList(1, 3);
          return new Window(whole, List.of(1, 1), List.of(0, 0), List.of(1, 1));
        });
  }

  @Override
  public Shape output(Shape input) {
    return over(input).output(input, input.axes().get(0));
  }

  @Override
  public double flops(Shape input) {
    return (double) over(input).area() * output(input).size();
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
    return new Pass(over(binding.input()), binding);
  }

  private static final class Pass implements LayerPass {
    private final Binding binding;
    private final double share;
    private final Wiring windows;
    private final Wiring back;
    private final Buffer output;
    private final Buffer inputGradient;

    Pass(Window window, Binding binding) {
      this.binding = binding;
      this.share = 1.0 / window.area();
      this.windows = window.windows(binding.input());
      this.back = windows.transposed();
      this.output = binding.workspace().own(windows.outputs());
      this.inputGradient = binding.inputGradient();
    }

    @Override
    public MatrixStack forward(MatrixStack input) {
      MatrixStack means = output.rows(input.rows());
      binding.kernels().sums(input, windows, share, means);
      return means;
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
      binding.kernels().sums(delta, back, share, passed);
      return passed;
    }
  }
}

package org.cusp.model.layer.image;

import java.util.List;
import java.util.Set;
import org.cusp.data.Shape;
import org.cusp.model.layer.Binding;
import org.cusp.model.layer.Buffer;
import org.cusp.model.layer.Layer;
import org.cusp.model.layer.LayerPass;
import org.cusp.model.layer.LayerType;
import org.cusp.model.layer.Tensors;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.wiring.Wiring;

/**
 * The largest number under a window, channel by channel; padding is never the largest. Back, the
 * gradient goes to the first of the largest, as in PyTorch.
 */
public record MaxPool2d(Window window) implements Layer {
  public static final LayerType TYPE =
      new LayerType(
          "max-pool2d",
          List.of(Window.KERNEL, Window.STRIDE, Window.PADDING, Window.DILATION),
          text -> new MaxPool2d(Window.ofPool(text)));

  @Override
  public String type() {
    return TYPE.name();
  }

  @Override
  public String describe() {
    return TYPE.name() + ": {" + window.describe(window.kernel()) + "}";
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
    return Set.of(Saved.INPUT, Saved.OUTPUT);
  }

  @Override
  public LayerPass bind(Binding binding) {
    return new Pass(this, binding);
  }

  private static final class Pass implements LayerPass {
    private final Binding binding;
    private final Wiring windows;
    private final Buffer output;
    private final Buffer inputGradient;
    private MatrixStack input;

    Pass(MaxPool2d layer, Binding binding) {
      this.binding = binding;
      this.windows = layer.window().windows(binding.input());
      this.output = binding.workspace().own(windows.outputs());
      this.inputGradient = binding.inputGradient();
    }

    @Override
    public MatrixStack forward(MatrixStack given) {
      input = given;
      MatrixStack largest = output.rows(given.rows());
      binding.kernels().maxima(given, windows, largest);
      return largest;
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
      binding.kernels().maximaBackward(input, output.rows(delta.rows()), windows, delta, passed);
      return passed;
    }
  }
}

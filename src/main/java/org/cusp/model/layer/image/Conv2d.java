package org.cusp.model.layer.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.model.layer.Binding;
import org.cusp.model.layer.Buffer;
import org.cusp.model.layer.Dense;
import org.cusp.model.layer.Layer;
import org.cusp.model.layer.LayerPass;
import org.cusp.model.layer.LayerText;
import org.cusp.model.layer.LayerType;
import org.cusp.model.layer.Parameter;
import org.cusp.model.layer.Tensors;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.wiring.Convolution;

/**
 * The cross-correlation of an image [channels, height, width] with a kernel for each output, as
 * PyTorch's {@code Conv2d}: parameters {@code weight} [outputs, channels / groups, kernel rows,
 * kernel columns] and {@code bias} [outputs]. {@link Convolution} has the formulas.
 *
 * @param outputs channels of the output
 * @param groups both channels are cut into so many groups that do not see each other
 */
public record Conv2d(int outputs, Window window, int groups, Dense.Biases biases) implements Layer {
  public static final LayerType TYPE =
      new LayerType(
          "conv2d",
          List.of(
              "outputs",
              Window.KERNEL,
              Window.STRIDE,
              Window.PADDING,
              Window.DILATION,
              "groups",
              "bias"),
          Conv2d::read);

  private static final String WEIGHT = "weight";
  private static final String BIAS = "bias";

  public Conv2d {
    Check.atLeast("outputs", outputs, 1);
    Check.atLeast("groups", groups, 1);
    if (outputs % groups != 0) {
      throw new InvalidInput(
          "conv2d: outputs must be a multiple of groups, got " + outputs + " and " + groups);
    }
  }

  private static Conv2d read(LayerText text) {
    boolean biased = text.truth(BIAS).orElse(true);
    return new Conv2d(
        text.whole("outputs"),
        Window.ofConvolution(text),
        text.whole("groups", 1),
        biased ? Dense.Biases.PRESENT : Dense.Biases.ABSENT);
  }

  @Override
  public String type() {
    return TYPE.name();
  }

  @Override
  public String describe() {
    return "conv2d: {outputs: "
        + outputs
        + ", "
        + window.describe(List.of(1, 1))
        + (groups > 1 ? ", groups: " + groups : "")
        + (biases == Dense.Biases.PRESENT ? "}" : ", bias: false}");
  }

  @Override
  public Shape output(Shape input) {
    Shape output = window.output(input, outputs);
    if (input.axes().get(0) % groups != 0) {
      throw new InvalidInput(
          "takes channels that are a multiple of its groups "
              + groups
              + ", got the shape "
              + input);
    }
    return output;
  }

  private int seen(Shape input) {
    return input.axes().get(0) / groups * window.area();
  }

  @Override
  public List<Parameter> parameters(Shape input) {
    Shape weight =
        new Shape(
            List.of(
                outputs,
                input.axes().get(0) / groups,
                window.kernel().get(0),
                window.kernel().get(1)));
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(new Parameter(WEIGHT, weight, Parameter.Role.WEIGHT, seen(input), 1));
    if (biases == Dense.Biases.PRESENT) {
      parameters.add(Parameter.offset(BIAS, outputs));
    }
    return parameters;
  }

  @Override
  public double flops(Shape input) {
    double biased = biases == Dense.Biases.PRESENT ? 1 : 0;
    return (2.0 * seen(input) + biased) * output(input).size();
  }

  @Override
  public Set<Saved> saves() {
    return Set.of(Saved.INPUT);
  }

  @Override
  public boolean isLinear() {
    return biases == Dense.Biases.ABSENT;
  }

  @Override
  public LayerPass bind(Binding binding) {
    return new Pass(this, binding);
  }

  private static final class Pass implements LayerPass {
    private final Kernels kernels;
    private final Convolution by;
    private final MatrixStack weight;
    private final Optional<MatrixStack> bias;
    private final MatrixStack scratch;
    private final Buffer output;
    private final Buffer inputGradient;
    private Optional<MatrixStack> weightGradient = Optional.empty();
    private Optional<MatrixStack> biasGradient = Optional.empty();
    private MatrixStack input;

    Pass(Conv2d layer, Binding binding) {
      this.kernels = binding.kernels();
      this.by = layer.on(binding.input());
      this.weight = binding.value(WEIGHT);
      this.bias =
          layer.biases() == Dense.Biases.PRESENT
              ? Optional.of(binding.value(BIAS))
              : Optional.empty();
      this.scratch = binding.workspace().row(by.scratch());
      this.output = binding.workspace().own(by.made());
      this.inputGradient = binding.inputGradient();
    }

    @Override
    public MatrixStack forward(MatrixStack given) {
      input = given;
      MatrixStack z = output.rows(given.rows());
      kernels.convolve(by, given, weight, bias, scratch, z);
      return z;
    }

    @Override
    public boolean want(Tensors gradients) {
      weightGradient = gradients.matrix(WEIGHT);
      biasGradient = bias.isPresent() ? gradients.matrix(BIAS) : Optional.empty();
      return weightGradient.isPresent() || biasGradient.isPresent();
    }

    @Override
    public void gradients(MatrixStack delta) {
      kernels.convolveGradients(by, input, delta, scratch, weightGradient, biasGradient);
    }

    @Override
    public MatrixStack backward(MatrixStack delta) {
      gradients(delta);
      MatrixStack passed = inputGradient.rows(delta.rows());
      kernels.convolveBackward(by, delta, weight, scratch, passed);
      return passed;
    }
  }

  private Convolution on(Shape input) {
    return new Convolution(
        input.axes().get(0), outputs, groups, window.axis(input, 0), window.axis(input, 1));
  }
}

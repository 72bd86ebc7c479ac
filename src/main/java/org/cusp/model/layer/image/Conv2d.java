package org.cusp.model.layer.image;

import java.util.ArrayList;
import java.util.Arrays;
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
import org.cusp.tensor.Transpose;
import org.cusp.tensor.Wiring;

/**
 * The cross-correlation of an image [channels, height, width] with a kernel for each output, as
 * PyTorch's {@code Conv2d}: parameters {@code weight} [outputs, channels / groups, kernel rows,
 * kernel columns] and {@code bias} [outputs]. For one datum, with U its windows side by side,
 * [channels area, positions],
 *
 * <pre>Z = W U + b 1^T;   dL/dW = D U^T,  dL/db = row sums of D,  dL/dU = W^T D,</pre>
 *
 * both summed over data, and dL/dx sums dL/dU over the windows that a pixel is in. U is made again
 * on the way back: one datum's fits a cache, and a batch's would be read from main memory.
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
    private final int groups;
    private final int outputs;
    private final int positions;
    private final int seen;
    private final MatrixStack weight;
    private final Optional<Bias> bias;
    private final Wiring toColumns;
    private final Optional<Wiring> fromColumns;
    private final MatrixStack columns;
    private final Buffer output;
    private final Buffer inputGradient;
    private Optional<MatrixStack> weightGradient = Optional.empty();
    private Optional<MatrixStack> biasGradient = Optional.empty();
    private MatrixStack input;

    Pass(Conv2d layer, Binding binding) {
      Shape out = layer.output(binding.input());
      this.kernels = binding.kernels();
      this.groups = layer.groups();
      this.outputs = layer.outputs();
      this.positions = out.size() / outputs;
      this.seen = layer.seen(binding.input());
      this.weight = binding.value(WEIGHT);
      this.bias =
          layer.biases() == Dense.Biases.PRESENT
              ? Optional.of(new Bias(binding, outputs, positions))
              : Optional.empty();
      this.toColumns = layer.window().columns(binding.input());
      this.fromColumns =
          binding.passesBack() ? Optional.of(toColumns.transposed()) : Optional.empty();
      this.columns = binding.workspace().row(toColumns.outputs());
      this.output = binding.workspace().own(out.size());
      this.inputGradient = binding.inputGradient();
    }

    private static MatrixStack datum(MatrixStack all, int i) {
      return MatrixStack.of(all.slab(), all.offset() + i * all.columns(), 1, all.columns());
    }

    /** Group g of what lies group by group, as matrices of so many columns. */
    private MatrixStack group(MatrixStack row, int g, int columnsOfMatrix) {
      int size = row.size() / groups;
      return MatrixStack.of(
          row.slab(), row.offset() + g * size, size / columnsOfMatrix, columnsOfMatrix);
    }

    @Override
    public MatrixStack forward(MatrixStack given) {
      input = given;
      MatrixStack z = output.rows(given.rows());
      for (int i = 0; i < given.rows(); i++) {
        kernels.sums(datum(given, i), toColumns, 1, columns);
        MatrixStack own = datum(z, i);
        for (int g = 0; g < groups; g++) {
          kernels.multiply(
              group(weight, g, seen),
              Transpose.NO,
              group(columns, g, positions),
              Transpose.NO,
              group(own, g, positions),
              0);
        }
      }
      bias.ifPresent(it -> it.add(z));
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
      weightGradient.ifPresent(to -> ofWeights(delta, to));
      biasGradient.ifPresent(to -> bias.orElseThrow().gradient(delta, to));
    }

    private void ofWeights(MatrixStack delta, MatrixStack gradient) {
      for (int i = 0; i < delta.rows(); i++) {
        kernels.sums(datum(input, i), toColumns, 1, columns);
        MatrixStack own = datum(delta, i);
        for (int g = 0; g < groups; g++) {
          kernels.multiply(
              group(own, g, positions),
              Transpose.NO,
              group(columns, g, positions),
              Transpose.YES,
              group(gradient, g, seen),
              i == 0 ? 0 : 1);
        }
      }
    }

    @Override
    public MatrixStack backward(MatrixStack delta) {
      gradients(delta);
      MatrixStack passed = inputGradient.rows(delta.rows());
      for (int i = 0; i < delta.rows(); i++) {
        MatrixStack own = datum(delta, i);
        for (int g = 0; g < groups; g++) {
          kernels.multiply(
              group(weight, g, seen),
              Transpose.YES,
              group(own, g, positions),
              Transpose.NO,
              group(columns, g, positions),
              0);
        }
        kernels.sums(columns, fromColumns.orElseThrow(), 1, datum(passed, i));
      }
      return passed;
    }
  }

  /** One number for each output, the same at all its positions. */
  private static final class Bias {
    private final Kernels kernels;
    private final MatrixStack bias;
    private final Wiring toAll;
    private final Wiring fromAll;
    private final MatrixStack everywhere;

    Bias(Binding binding, int outputs, int positions) {
      int[] places = new int[outputs * positions];
      Arrays.setAll(places, i -> i / positions);
      this.kernels = binding.kernels();
      this.bias = binding.value(BIAS);
      this.toAll = new Wiring(outputs, 1, places);
      this.fromAll = toAll.transposed();
      this.everywhere = binding.workspace().row(places.length);
    }

    void add(MatrixStack z) {
      kernels.sums(bias, toAll, 1, everywhere);
      kernels.addBias(z, everywhere);
    }

    void gradient(MatrixStack delta, MatrixStack to) {
      kernels.columnSums(delta, everywhere);
      kernels.sums(everywhere, fromAll, 1, to);
    }
  }
}

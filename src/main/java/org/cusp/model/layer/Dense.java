package org.cusp.model.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Transpose;

/**
 * x W^T + b of a vector x, or of each vector of a sequence, W being outputs x inputs: parameters
 * {@code weight} and {@code bias}. Back:
 *
 * <pre>dL/dW = d^T x,  dL/db = column sums of d,  dL/dx = d W.</pre>
 *
 * @param outputs at least 1
 */
public record Dense(int outputs, Biases biases) implements Layer {
  public static final LayerType TYPE =
      new LayerType("dense", List.of("outputs", "bias"), Dense::read);

  private static final String WEIGHT = "weight";
  private static final String BIAS = "bias";

  /** Whether there is a b. */
  public enum Biases {
    PRESENT,
    ABSENT
  }

  public Dense {
    Check.atLeast("outputs", outputs, 1);
  }

  private static Dense read(LayerText text) {
    boolean biased = text.truth(BIAS).orElse(true);
    return new Dense(text.whole("outputs"), biased ? Biases.PRESENT : Biases.ABSENT);
  }

  @Override
  public String type() {
    return TYPE.name();
  }

  @Override
  public String describe() {
    return biases == Biases.PRESENT
        ? "dense: " + outputs
        : "dense: {outputs: " + outputs + ", bias: false}";
  }

  @Override
  public Shape output(Shape input) {
    if (!input.isOfVectors()) {
      throw new InvalidInput(
          "takes a vector such as ["
              + input.width()
              + "] or a sequence [positions, width], got the shape "
              + input);
    }
    return input.withWidth(outputs);
  }

  @Override
  public List<Parameter> parameters(Shape input) {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(Parameter.weight(WEIGHT, outputs, input.width()));
    if (biases == Biases.PRESENT) {
      parameters.add(Parameter.offset(BIAS, outputs));
    }
    return parameters;
  }

  @Override
  public double flops(Shape input) {
    int positions = input.size() / input.width();
    return (2.0 * input.width() + (biases == Biases.PRESENT ? 1 : 0)) * outputs * positions;
  }

  @Override
  public Set<Saved> saves() {
    return Set.of(Saved.INPUT);
  }

  @Override
  public boolean isLinear() {
    return biases == Biases.ABSENT;
  }

  @Override
  public LayerPass bind(Binding binding) {
    return new Pass(this, binding);
  }

  private static final class Pass implements LayerPass {
    private final Kernels kernels;
    private final MatrixStack weight;
    private final Optional<MatrixStack> bias;
    private final int inputs;
    private final int outputs;
    private final Buffer output;
    private final Buffer inputGradient;
    private Optional<MatrixStack> weightGradient = Optional.empty();
    private Optional<MatrixStack> biasGradient = Optional.empty();
    private MatrixStack input;

    Pass(Dense dense, Binding binding) {
      this.kernels = binding.kernels();
      this.weight = binding.value(WEIGHT);
      this.bias =
          dense.biases() == Biases.PRESENT ? Optional.of(binding.value(BIAS)) : Optional.empty();
      this.inputs = binding.input().width();
      this.outputs = dense.outputs();
      this.output = binding.workspace().own(dense.output(binding.input()).size());
      this.inputGradient = binding.inputGradient();
    }

    @Override
    public MatrixStack forward(MatrixStack given) {
      input = given.cut(inputs);
      MatrixStack z = output.rows(given.rows());
      MatrixStack vectors = z.cut(outputs);
      kernels.multiply(input, Transpose.NO, weight, Transpose.YES, vectors, 0);
      if (bias.isPresent()) {
        kernels.addBias(vectors, bias.get());
      }
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
      MatrixStack vectors = delta.cut(outputs);
      if (weightGradient.isPresent()) {
        kernels.multiply(vectors, Transpose.YES, input, Transpose.NO, weightGradient.get(), 0);
      }
      if (biasGradient.isPresent()) {
        kernels.columnSums(vectors, biasGradient.get());
      }
    }

    @Override
    public MatrixStack backward(MatrixStack delta) {
      gradients(delta);
      MatrixStack passed = inputGradient.rows(delta.rows());
      kernels.multiply(
          delta.cut(outputs), Transpose.NO, weight, Transpose.NO, passed.cut(inputs), 0);
      return passed;
    }
  }
}

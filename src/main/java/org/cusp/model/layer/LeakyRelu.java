package org.cusp.model.layer;

import java.util.List;
import java.util.Set;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.tensor.Activation;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;

/**
 * a = max(z, 0) - s max(-z, 0), dL/dz = dL/da above 0 and s dL/da elsewhere; a slope s of 0.01 has
 * kernels of its own.
 *
 * <p>Source: A. L. Maas, A. Y. Hannun, A. Y. Ng, "Rectifier nonlinearities improve neural network
 * acoustic models", ICML 2013 workshop.
 *
 * @param slope s, in (0, 1)
 */
public record LeakyRelu(double slope) implements Layer {
  private static final String SLOPE = "slope";
  private static final double USUAL = 0.01;

  public static final LayerType TYPE =
      new LayerType("leaky-relu", List.of(SLOPE), text -> of(text.positive(SLOPE, USUAL)));

  public LeakyRelu {
    Check.positive(SLOPE, slope);
    if (slope >= 1) {
      throw new InvalidInput(SLOPE + " must be below 1, got " + slope);
    }
  }

  private static Layer of(double slope) {
    return slope == USUAL ? new Pointwise(Activation.LEAKY_RELU) : new LeakyRelu(slope);
  }

  @Override
  public String type() {
    return TYPE.name();
  }

  @Override
  public String describe() {
    return type() + ": " + slope;
  }

  @Override
  public Shape output(Shape input) {
    return input;
  }

  @Override
  public double flops(Shape input) {
    return input.size();
  }

  @Override
  public Set<Saved> saves() {
    return Set.of(Saved.OUTPUT);
  }

  /** 2 / (1 + s^2), as PyTorch's {@code calculate_gain} has it. */
  @Override
  public double gain() {
    return 2 / (1 + slope * slope);
  }

  @Override
  public LayerPass bind(Binding binding) {
    return new Pass(slope, binding);
  }

  private static final class Pass implements LayerPass {
    private final double slope;
    private final Kernels kernels;
    private final Buffer output;
    private final Buffer beside;
    private MatrixStack saved;

    Pass(double slope, Binding binding) {
      this.slope = slope;
      this.kernels = binding.kernels();
      this.output = binding.workspace().own(binding.input().size());
      this.beside = binding.workspace().own(binding.input().size());
    }

    @Override
    public MatrixStack forward(MatrixStack z) {
      saved = output.rows(z.rows());
      MatrixStack below = beside.rows(z.rows());
      // The data may be one matrix for all chains, these are one for each.
      kernels.scale(z, 1, saved);
      kernels.activate(Activation.RELU, saved, saved);
      kernels.scale(z, -1, below);
      kernels.activate(Activation.RELU, below, below);
      kernels.scale(below, -slope, below);
      add(below, saved);
      return saved;
    }

    /** One row as long as the matrix, added to another. */
    private void add(MatrixStack term, MatrixStack sum) {
      kernels.addBias(asRow(sum), asRow(term));
    }

    private static MatrixStack asRow(MatrixStack matrix) {
      return MatrixStack.of(matrix.slab(), matrix.offset(), 1, matrix.size());
    }

    @Override
    public boolean want(Tensors gradients) {
      return false;
    }

    @Override
    public void gradients(MatrixStack delta) {}

    @Override
    public MatrixStack backward(MatrixStack delta) {
      MatrixStack leaked = beside.rows(delta.rows());
      kernels.scale(delta, slope, leaked);
      kernels.activateBackward(Activation.RELU, delta, saved);
      kernels.scale(delta, 1 - slope, delta);
      add(leaked, delta);
      return delta;
    }
  }
}

package org.cusp.model.layer.sequence;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.model.layer.Binding;
import org.cusp.model.layer.Buffer;
import org.cusp.model.layer.Layer;
import org.cusp.model.layer.LayerPass;
import org.cusp.model.layer.LayerType;
import org.cusp.model.layer.Parameter;
import org.cusp.model.layer.Tensors;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;

/**
 * x_t + p_t: a learned vector for each position, {@code weight} [length, width]. Rows beyond the
 * sequences that there are have no gradient.
 *
 * @param length the longest sequence
 */
public record Positions(int length) implements Layer {
  /** How a spec file names it. */
  public static final LayerType TYPE =
      new LayerType("positions", List.of("length"), text -> new Positions(text.whole("length")));

  private static final String WEIGHT = "weight";

  public Positions {
    Check.atLeast("length", length, 1);
  }

  @Override
  public String type() {
    return TYPE.name();
  }

  @Override
  public String describe() {
    return "positions: " + length;
  }

  @Override
  public Shape output(Shape input) {
    if (input.axes().size() != 2) {
      throw new InvalidInput("takes a sequence [positions, width], got the shape " + input);
    }
    if (input.axes().get(0) > length) {
      throw new InvalidInput(
          "has vectors for " + length + " positions, the sequences have " + input.axes().get(0));
    }
    return input;
  }

  /** N(0, 1 / width) at the start. */
  @Override
  public List<Parameter> parameters(Shape input) {
    int width = input.width();
    Shape shape = new Shape(List.of(length, width));
    return List.of(new Parameter(WEIGHT, shape, Parameter.Role.WEIGHT, width, 1));
  }

  @Override
  public double flops(Shape input) {
    return input.size();
  }

  @Override
  public Set<Saved> saves() {
    return Set.of();
  }

  @Override
  public LayerPass bind(Binding binding) {
    return new Pass(binding);
  }

  private static final class Pass implements LayerPass {
    private final Kernels kernels;
    private final MatrixStack vectors;
    private final int used;
    private final Optional<Buffer> output;
    private Optional<MatrixStack> gradient = Optional.empty();

    Pass(Binding binding) {
      this.kernels = binding.kernels();
      this.vectors = binding.value(WEIGHT);
      this.used = binding.input().size();
      this.output =
          binding.mayOverwriteInput()
              ? Optional.empty()
              : Optional.of(binding.workspace().own(used));
    }

    /** The vectors of the positions that there are, as one row. */
    private MatrixStack row(MatrixStack table) {
      return MatrixStack.of(table.slab(), table.offset(), 1, used);
    }

    @Override
    public MatrixStack forward(MatrixStack input) {
      MatrixStack sum = input;
      if (output.isPresent()) {
        sum = output.get().rows(input.rows());
        kernels.scale(input, 1, sum);
      }
      kernels.addBias(sum, row(vectors));
      return sum;
    }

    @Override
    public boolean want(Tensors gradients) {
      gradient = gradients.matrix(WEIGHT);
      return gradient.isPresent();
    }

    @Override
    public void gradients(MatrixStack delta) {
      gradient.ifPresent(
          to -> {
            kernels.columnSums(delta, row(to));
            int rest = to.size() - used;
            if (rest > 0) {
              MatrixStack unused = MatrixStack.of(to.slab(), to.offset() + used, 1, rest);
              MatrixStack of = MatrixStack.of(vectors.slab(), vectors.offset() + used, 1, rest);
              kernels.scale(of, 0, unused);
            }
          });
    }

    @Override
    public MatrixStack backward(MatrixStack delta) {
      gradients(delta);
      return delta;
    }
  }
}

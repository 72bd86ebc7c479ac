package org.cusp.model.layer;

import java.util.List;
import java.util.Set;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;

/**
 * x + F(x) of layers F whose output has the shape of their input; dL/dx = d + (dL/dF)(dF/dx). Its
 * parameters are those of F.
 */
public record Residual(Sequential inner) implements Composition {
  public static final LayerType TYPE =
      new LayerType("residual", List.of("layers"), text -> new Residual(text.layers("layers")));

  @Override
  public String type() {
    return TYPE.name();
  }

  @Override
  public String describe() {
    return TYPE.name() + ": [" + inner.listed() + "]";
  }

  @Override
  public List<Part> parts() {
    return inner.parts();
  }

  @Override
  public List<Part> before(int part) {
    return inner.before(part);
  }

  @Override
  public Shape output(Shape input) {
    Shape made = inner.output(input);
    if (!made.equals(input)) {
      throw new InvalidInput(
          "its layers must give the shape that they get, to be added to it: they get "
              + input
              + " and give "
              + made);
    }
    return input;
  }

  @Override
  public List<Parameter> parameters(Shape input) {
    return inner.parameters(input);
  }

  @Override
  public List<Parameter> offsets(Shape input) {
    return inner.offsets(input);
  }

  @Override
  public double flops(Shape input) {
    return inner.flops(input) + input.size();
  }

  /** What the inner layers save of their input; the sum is in memory that nobody reads again. */
  @Override
  public Set<Saved> saves() {
    return inner.saves().contains(Saved.INPUT) ? Set.of(Saved.INPUT) : Set.of();
  }

  @Override
  public boolean isLinear() {
    return inner.isLinear();
  }

  /** The input is needed for the sum, so the inner layers do not write over it. */
  @Override
  public LayerPass bind(Binding binding) {
    LayerPass pass =
        inner.bind(
            new Binding(
                binding.kernels(),
                binding.phase(),
                binding.workspace(),
                binding.input(),
                false,
                binding.passesBack()));
    int width = binding.input().size();
    boolean aside = inner.saves().contains(Saved.OUTPUT);
    return new Pass(
        binding.kernels(),
        pass,
        aside ? new Aside(binding.workspace().own(width)) : Aside.NOWHERE,
        binding.passesBack() ? binding.workspace().own(width) : Buffer.none());
  }

  /** Where the sum is made: in the place of F(x), or in memory of its own. */
  private record Aside(Buffer sum) {
    static final Aside NOWHERE = new Aside(Buffer.none());

    MatrixStack of(Kernels kernels, MatrixStack value) {
      if (this == NOWHERE) {
        return value;
      }
      MatrixStack copy = sum.rows(value.rows());
      kernels.scale(value, 1, copy);
      return copy;
    }
  }

  private static final class Pass implements LayerPass {
    private final Kernels kernels;
    private final LayerPass inner;
    private final Aside aside;
    private final Buffer kept;

    Pass(Kernels kernels, LayerPass inner, Aside aside, Buffer kept) {
      this.kernels = kernels;
      this.inner = inner;
      this.aside = aside;
      this.kept = kept;
    }

    @Override
    public MatrixStack forward(MatrixStack input) {
      MatrixStack sum = aside.of(kernels, inner.forward(input));
      add(input, sum);
      return sum;
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
      return inner.want(gradients);
    }

    @Override
    public void gradients(MatrixStack delta) {
      inner.gradients(delta);
    }

    @Override
    public MatrixStack backward(MatrixStack delta) {
      MatrixStack copy = kept.rows(delta.rows());
      kernels.scale(delta, 1, copy);
      MatrixStack passed = inner.backward(delta);
      add(copy, passed);
      return passed;
    }
  }
}

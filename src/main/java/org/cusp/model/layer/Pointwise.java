package org.cusp.model.layer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.tensor.Activation;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;

/** An activation of every number: a = f(z), dL/dz = dL/da f'(z). */
public record Pointwise(Activation activation) implements Layer {
  /**
   * @throws InvalidInput of the identity: as a layer it would do nothing, in memory of its own
   */
  public Pointwise {
    if (activation == Activation.IDENTITY) {
      throw new InvalidInput("the identity is no layer, leave it out");
    }
  }

  /** How a spec file names it. */
  public static LayerType typeOf(Activation activation) {
    return new LayerType(idOf(activation), List.of(), text -> new Pointwise(activation));
  }

  /** Of all activations that are layers. */
  static List<String> names() {
    return Arrays.stream(Activation.values())
        .filter(activation -> activation != Activation.IDENTITY)
        .map(Pointwise::idOf)
        .toList();
  }

  /** The one of a name in {@link #names}. */
  static Activation named(String id) {
    return Arrays.stream(Activation.values())
        .filter(activation -> idOf(activation).equals(id))
        .findFirst()
        .orElseThrow();
  }

  static String idOf(Activation activation) {
    return activation.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String type() {
    return idOf(activation);
  }

  @Override
  public Shape output(Shape input) {
    return input;
  }

  /** One for each number, whatever the function takes. */
  @Override
  public double flops(Shape input) {
    return input.size();
  }

  @Override
  public Set<Saved> saves() {
    return Set.of(activation.derivativeNeedsInput() ? Saved.INPUT : Saved.OUTPUT);
  }

  /** 2 for ReLU and GELU, which lose half of what they get. */
  @Override
  public double gain() {
    return switch (activation) {
      case RELU, LEAKY_RELU, RELU6, GELU, GELU_TANH -> 2;
      default -> 1;
    };
  }

  @Override
  public LayerPass bind(Binding binding) {
    boolean inPlace = binding.mayOverwriteInput() && !activation.derivativeNeedsInput();
    return inPlace
        ? new InPlace(activation, binding.kernels())
        : new Aside(activation, binding.kernels(), binding.workspace().own(binding.input().size()));
  }

  private abstract static class Pass implements LayerPass {
    final Activation f;
    final Kernels kernels;
    MatrixStack saved;

    Pass(Activation f, Kernels kernels) {
      this.f = f;
      this.kernels = kernels;
    }

    @Override
    public boolean want(Tensors gradients) {
      return false;
    }

    @Override
    public void gradients(MatrixStack delta) {}

    @Override
    public MatrixStack backward(MatrixStack delta) {
      kernels.activateBackward(f, delta, saved);
      return delta;
    }
  }

  private static final class InPlace extends Pass {
    InPlace(Activation f, Kernels kernels) {
      super(f, kernels);
    }

    @Override
    public MatrixStack forward(MatrixStack z) {
      kernels.activate(f, z, z);
      saved = z;
      return z;
    }
  }

  private static final class Aside extends Pass {
    private final Buffer output;

    Aside(Activation f, Kernels kernels, Buffer output) {
      super(f, kernels);
      this.output = output;
    }

    @Override
    public MatrixStack forward(MatrixStack z) {
      MatrixStack a = output.rows(z.rows());
      if (z.count() == a.count()) {
        kernels.activate(f, z, a);
      } else {
        // The data are one matrix for all chains, the output is one for each.
        kernels.scale(z, 1, a);
        kernels.activate(f, a, a);
      }
      saved = f.derivativeNeedsInput() ? z : a;
      return a;
    }
  }
}

package org.cusp.model.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cusp.contract.Check;
import org.cusp.data.Shape;
import org.cusp.tensor.Activation;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;

/**
 * D (f(G x) u) with u = U x, entry by entry, of a vector or of each vector of a sequence, which
 * keeps its width: three dense layers {@code gate} G, {@code up} U and {@code down} D, with their
 * biases if there are any. Back, with d the gradient with respect to h = f(G x) u:
 *
 * <pre>dL/du = d f(G x),  dL/d(G x) = d u f'(G x).</pre>
 *
 * Source: N. Shazeer, "GLU variants improve transformer", arXiv:2002.05202 (2020).
 *
 * @param width of u
 */
public record Gated(int width, Activation activation, Dense.Biases biases) implements Layer {
  private static final String GATE = "gate";
  private static final String UP = "up";
  private static final String DOWN = "down";

  /** How a spec file names it. */
  public static final LayerType TYPE =
      new LayerType("gated", List.of("width", "activation", "bias"), Gated::read);

  public Gated {
    Check.atLeast("width", width, 1);
  }

  private static Gated read(LayerText text) {
    boolean biased = text.truth("bias").orElse(false);
    return new Gated(
        text.whole("width"),
        text.values().containsKey("activation")
            ? Pointwise.named(text.word("activation", Pointwise.names()))
            : Activation.SILU,
        biased ? Dense.Biases.PRESENT : Dense.Biases.ABSENT);
  }

  @Override
  public String type() {
    return TYPE.name();
  }

  @Override
  public String describe() {
    List<String> keys = new ArrayList<>(List.of("width: " + width));
    if (activation != Activation.SILU) {
      keys.add("activation: " + Pointwise.idOf(activation));
    }
    if (biases == Dense.Biases.PRESENT) {
      keys.add("bias: true");
    }
    return keys.size() == 1
        ? type() + ": " + width
        : type() + ": {" + String.join(", ", keys) + "}";
  }

  private Dense inner() {
    return new Dense(width, biases);
  }

  private Dense down(Shape input) {
    return new Dense(input.width(), biases);
  }

  @Override
  public Shape output(Shape input) {
    return down(input).output(inner().output(input));
  }

  @Override
  public List<Parameter> parameters(Shape input) {
    List<Parameter> parameters = new ArrayList<>();
    inner().parameters(input).forEach(it -> parameters.add(it.of(GATE)));
    inner().parameters(input).forEach(it -> parameters.add(it.of(UP)));
    Shape wide = input.withWidth(width);
    down(input).parameters(wide).forEach(it -> parameters.add(it.of(DOWN)));
    return parameters;
  }

  @Override
  public List<Parameter> offsets(Shape input) {
    Shape wide = input.withWidth(width);
    return down(input).offsets(wide).stream().map(it -> it.of(DOWN)).toList();
  }

  @Override
  public double flops(Shape input) {
    Shape wide = input.withWidth(width);
    return 2 * inner().flops(input) + down(input).flops(wide) + 2.0 * wide.size();
  }

  @Override
  public Set<Saved> saves() {
    return Set.of(Saved.INPUT);
  }

  @Override
  public LayerPass bind(Binding binding) {
    return new Pass(this, binding);
  }

  private static final class Pass implements LayerPass {
    private final Activation f;
    private final Kernels kernels;
    private final LayerPass up;
    private final LayerPass gate;
    private final LayerPass down;
    private final Buffer opened;
    private final Buffer product;
    private final Buffer upGradient;
    private MatrixStack raised;
    private MatrixStack closed;
    private boolean wantsInner;

    /** Up comes first: what gate writes on the way back is not where down wrote. */
    Pass(Gated layer, Binding binding) {
      Shape wide = binding.input().withWidth(layer.width());
      Workspace workspace = binding.workspace();
      this.f = layer.activation();
      this.kernels = binding.kernels();
      this.up = layer.inner().bind(part(binding, UP));
      this.gate = layer.inner().bind(part(binding, GATE));
      this.down =
          layer
              .down(binding.input())
              .bind(new Binding(kernels, binding.phase().of(DOWN), workspace, wide, false, true));
      this.opened = workspace.own(wide.size());
      this.product = workspace.own(wide.size());
      this.upGradient = workspace.own(wide.size());
    }

    private static Binding part(Binding whole, String name) {
      return new Binding(
          whole.kernels(),
          whole.phase().of(name),
          whole.workspace(),
          whole.input(),
          false,
          whole.passesBack());
    }

    @Override
    public MatrixStack forward(MatrixStack input) {
      raised = up.forward(input);
      closed = gate.forward(input);
      MatrixStack open = opened.rows(input.rows());
      kernels.activate(f, closed, open);
      MatrixStack h = product.rows(input.rows());
      kernels.times(open, raised, h);
      return down.forward(h);
    }

    @Override
    public boolean want(Tensors gradients) {
      boolean wantsUp = up.want(gradients.of(UP));
      boolean wantsGate = gate.want(gradients.of(GATE));
      wantsInner = wantsUp || wantsGate;
      return down.want(gradients.of(DOWN)) || wantsInner;
    }

    @Override
    public void gradients(MatrixStack delta) {
      if (wantsInner) {
        MatrixStack gateDelta = inner(delta);
        up.gradients(upGradient.rows(delta.rows()));
        gate.gradients(gateDelta);
      } else {
        down.gradients(delta);
      }
    }

    @Override
    public MatrixStack backward(MatrixStack delta) {
      MatrixStack gateDelta = inner(delta);
      MatrixStack byGate = gate.backward(gateDelta);
      MatrixStack passed = up.backward(upGradient.rows(delta.rows()));
      kernels.addBias(asRow(passed), asRow(byGate));
      return passed;
    }

    /** The gradient with respect to G x; that with respect to U x is put aside. */
    private MatrixStack inner(MatrixStack delta) {
      MatrixStack d = down.backward(delta);
      kernels.times(d, opened.rows(delta.rows()), upGradient.rows(delta.rows()));
      kernels.times(d, raised, d);
      kernels.activateBackward(f, d, f.derivativeNeedsInput() ? closed : opened.rows(delta.rows()));
      return d;
    }

    private static MatrixStack asRow(MatrixStack matrix) {
      return MatrixStack.of(matrix.slab(), matrix.offset(), 1, matrix.size());
    }
  }
}

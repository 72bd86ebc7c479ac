package org.cusp.model.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;

/**
 * F_0(x) + F_1(x) + ... of branches that get the same and give the same shape: a residual block
 * whose shortcut has layers of its own, or blocks side by side. Back, every branch gets the
 * gradient, and what they pass on is added. The parameters of branch k have the names of its layers
 * after {@code k.}.
 *
 * @param branches at least two
 */
public record Sum(List<Sequential> branches) implements Composition {
  private static final String BRANCHES = "branches";

  public static final LayerType TYPE =
      new LayerType("sum", List.of(BRANCHES), text -> new Sum(text.branches(BRANCHES)));

  public Sum {
    branches = List.copyOf(branches);
    Check.atLeast("branches of a sum", branches.size(), 2);
  }

  @Override
  public String type() {
    return TYPE.name();
  }

  @Override
  public String describe() {
    return branches.stream()
        .map(branch -> "[" + branch.listed() + "]")
        .collect(Collectors.joining(", ", TYPE.name() + ": [", "]"));
  }

  @Override
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (int k = 0; k < branches.size(); k++) {
      parts.addAll(named(k, branches.get(k).parts()));
    }
    return parts;
  }

  private static List<Part> named(int branch, List<Part> parts) {
    return parts.stream().map(part -> new Part(branch + "." + part.name(), part.layer())).toList();
  }

  @Override
  public List<Part> before(int part) {
    int left = part;
    for (int k = 0; k < branches.size(); k++) {
      int size = branches.get(k).parts().size();
      if (left < size) {
        return named(k, branches.get(k).before(left));
      }
      left -= size;
    }
    throw new IndexOutOfBoundsException("part " + part);
  }

  @Override
  public Shape output(Shape input) {
    Shape first = branches.get(0).output(input);
    for (Sequential other : branches) {
      Shape made = other.output(input);
      if (!made.equals(first)) {
        throw new InvalidInput(
            "its branches must give the same shape, to be added: they give "
                + first
                + " and "
                + made);
      }
    }
    return first;
  }

  @Override
  public List<Parameter> parameters(Shape input) {
    List<Parameter> all = new ArrayList<>();
    for (int k = 0; k < branches.size(); k++) {
      String name = Integer.toString(k);
      branches.get(k).parameters(input).forEach(parameter -> all.add(parameter.of(name)));
    }
    return all;
  }

  @Override
  public List<Parameter> offsets(Shape input) {
    List<Parameter> all = new ArrayList<>();
    for (int k = 0; k < branches.size(); k++) {
      String name = Integer.toString(k);
      branches.get(k).offsets(input).forEach(parameter -> all.add(parameter.of(name)));
    }
    return all;
  }

  @Override
  public double flops(Shape input) {
    double own = (branches.size() - 1.0) * output(input).size();
    return own + branches.stream().mapToDouble(branch -> branch.flops(input)).sum();
  }

  /** What the branches save of their input; the sum is in memory that nobody reads again. */
  @Override
  public Set<Saved> saves() {
    boolean input = branches.stream().anyMatch(branch -> branch.saves().contains(Saved.INPUT));
    return input ? Set.of(Saved.INPUT) : Set.of();
  }

  @Override
  public boolean isLinear() {
    return branches.stream().allMatch(Sequential::isLinear);
  }

  @Override
  public LayerPass bind(Binding binding) {
    List<LayerPass> passes = new ArrayList<>();
    for (int k = 0; k < branches.size(); k++) {
      passes.add(
          branches
              .get(k)
              .bind(
                  new Binding(
                      binding.kernels(),
                      binding.phase().of(Integer.toString(k)),
                      binding.workspace(),
                      binding.input(),
                      false,
                      binding.passesBack())));
    }
    return new Pass(passes, binding, output(binding.input()).size());
  }

  private static final class Pass implements LayerPass {
    private final List<LayerPass> passes;
    private final Kernels kernels;
    private final Buffer sum;
    private final Buffer delta;
    private final Buffer passed;

    Pass(List<LayerPass> passes, Binding binding, int outputs) {
      this.passes = passes;
      this.kernels = binding.kernels();
      this.sum = binding.workspace().own(outputs);
      this.delta = binding.workspace().own(outputs);
      this.passed =
          binding.passesBack() ? binding.workspace().own(binding.input().size()) : Buffer.none();
    }

    @Override
    public MatrixStack forward(MatrixStack input) {
      MatrixStack total = sum.rows(input.rows());
      for (LayerPass pass : passes) {
        put(pass, pass.forward(input), total);
      }
      return total;
    }

    /** What the first branch gives replaces what was there, the others add theirs. */
    private void put(LayerPass from, MatrixStack term, MatrixStack total) {
      if (from == passes.get(0)) {
        kernels.scale(term, 1, total);
      } else {
        kernels.addBias(asRow(total), asRow(term));
      }
    }

    private static MatrixStack asRow(MatrixStack matrix) {
      return MatrixStack.of(matrix.slab(), matrix.offset(), 1, matrix.size());
    }

    @Override
    public boolean want(Tensors gradients) {
      boolean any = false;
      for (int k = 0; k < passes.size(); k++) {
        any |= passes.get(k).want(gradients.of(Integer.toString(k)));
      }
      return any;
    }

    /**
     * Branches write over what they are given and over the memory where it came, so it is kept and
     * each gets a copy.
     */
    private MatrixStack kept(MatrixStack given) {
      MatrixStack kept = sum.rows(given.rows());
      kernels.scale(given, 1, kept);
      return kept;
    }

    private MatrixStack copy(MatrixStack kept) {
      MatrixStack copy = delta.rows(kept.rows());
      kernels.scale(kept, 1, copy);
      return copy;
    }

    @Override
    public void gradients(MatrixStack given) {
      MatrixStack kept = kept(given);
      passes.forEach(pass -> pass.gradients(copy(kept)));
    }

    @Override
    public MatrixStack backward(MatrixStack given) {
      MatrixStack kept = kept(given);
      MatrixStack total = passed.rows(given.rows());
      for (LayerPass pass : passes) {
        put(pass, pass.backward(copy(kept)), total);
      }
      return total;
    }
  }
}

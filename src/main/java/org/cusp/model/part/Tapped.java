package org.cusp.model.part;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.model.layer.Binding;
import org.cusp.model.layer.Layer;
import org.cusp.model.layer.LayerPass;
import org.cusp.model.layer.Parameter;
import org.cusp.model.layer.Phase;
import org.cusp.model.layer.Tensors;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;

/**
 * A layer of whose output parts are seen by a {@link Tap} each; in forward passes of one chain
 * alone.
 *
 * @param seen the parts, all as the layer makes them, none changed by another
 */
record Tapped(Layer inner, List<Seen> seen) implements Layer {
  /** The head of a number, of so many. */
  record Head(int number, int of) {}

  /**
   * A part.
   *
   * @param unit place on the first axis of the output
   * @param head of an attention: what it adds to the output
   */
  record Seen(Tap tap, Optional<Integer> unit, Optional<Head> head) {}

  /** With one more. */
  static Tapped of(Layer layer, Seen one) {
    if (layer instanceof Tapped tapped) {
      List<Seen> all = new ArrayList<>(tapped.seen());
      all.add(one);
      return new Tapped(tapped.inner(), List.copyOf(all));
    }
    return new Tapped(layer, List.of(one));
  }

  private record Columns(int from, int to) {
    int count() {
      return to - from;
    }
  }

  private static final String OUTPUT = "output.weight";

  @Override
  public String type() {
    return inner.type();
  }

  @Override
  public Shape output(Shape input) {
    return inner.output(input);
  }

  @Override
  public List<Parameter> parameters(Shape input) {
    return inner.parameters(input);
  }

  @Override
  public double flops(Shape input) {
    return inner.flops(input);
  }

  @Override
  public Set<Saved> saves() {
    return EnumSet.allOf(Saved.class);
  }

  @Override
  public boolean isOnHost() {
    return true;
  }

  @Override
  public LayerPass bind(Binding binding) {
    Shape output = inner.output(binding.input());
    List<Part> parts =
        seen.stream()
            .map(
                one ->
                    new Part(
                        one,
                        columns(one, output),
                        one.head().map(head -> inner.bind(apart(binding, without(binding, head))))))
            .toList();
    return new Pass(inner.bind(apart(binding, binding.phase())), parts);
  }

  private static Columns columns(Seen one, Shape output) {
    if (one.unit().isEmpty()) {
      return new Columns(0, output.size());
    }
    int places = output.axes().get(0);
    int unit = one.unit().get();
    if (unit >= places) {
      throw new InvalidInput("unit " + unit + ": the layer makes 0 to " + (places - 1));
    }
    int each = output.size() / places;
    return new Columns(unit * each, (unit + 1) * each);
  }

  private static Binding apart(Binding binding, Phase phase) {
    return new Binding(
        binding.kernels(), phase, binding.workspace(), binding.input(), false, false);
  }

  /** The parameters with the columns of the output matrix that read the head set to zero. */
  private static Phase without(Binding binding, Head head) {
    Tensors values = binding.phase().values();
    MatrixStack whole = binding.value(OUTPUT);
    Slab memory = whole.slab().zerosBeside(whole.slab().rows(), whole.size());
    binding.workspace().keep(memory);
    double[] numbers = new double[whole.size()];
    int width = whole.columns() / head.of();
    for (int chain = 0; chain < whole.slab().rows(); chain++) {
      whole.slab().load(chain, whole.offset(), numbers, numbers.length);
      for (int row = 0; row < whole.rows(); row++) {
        int from = row * whole.columns() + head.number() * width;
        Arrays.fill(numbers, from, from + width, 0);
      }
      memory.store(chain, 0, numbers, numbers.length);
    }
    MatrixStack rest = MatrixStack.of(memory, 0, whole.rows(), whole.columns());
    return new Phase.Evaluation(
        name -> name.equals(OUTPUT) ? Optional.of(rest) : values.matrix(name));
  }

  /**
   * A part, bound.
   *
   * @param without the layer without a head
   */
  private record Part(Seen seen, Columns columns, Optional<LayerPass> without) {
    /** What it makes, from what the layer makes. */
    double[] made(double[] whole, int rows, MatrixStack input) {
      int width = whole.length / rows;
      double[] made = new double[rows * columns.count()];
      for (int row = 0; row < rows; row++) {
        System.arraycopy(
            whole, row * width + columns.from(), made, row * columns.count(), columns.count());
      }
      without.ifPresent(
          pass -> {
            double[] rest = numbers(pass.forward(input));
            for (int i = 0; i < made.length; i++) {
              made[i] -= rest[i];
            }
          });
      return made;
    }

    /** What the tap makes of it, in the output. */
    void exchange(double[] made, int rows, double[] output) {
      double[] other = made.clone();
      seen.tap().see(other, rows);
      int width = output.length / rows;
      for (int i = 0; i < made.length; i++) {
        int place = i / columns.count() * width + columns.from() + i % columns.count();
        output[place] = without.isPresent() ? output[place] + (other[i] - made[i]) : other[i];
      }
    }
  }

  private static double[] numbers(MatrixStack of) {
    double[] all = new double[of.size()];
    of.slab().load(0, of.offset(), all, all.length);
    return all;
  }

  private static final class Pass implements LayerPass {
    private final LayerPass whole;
    private final List<Part> parts;

    Pass(LayerPass whole, List<Part> parts) {
      this.whole = whole;
      this.parts = parts;
    }

    @Override
    public MatrixStack forward(MatrixStack input) {
      MatrixStack output = whole.forward(input);
      int rows = output.rows();
      double[] now = numbers(output);
      List<double[]> made = parts.stream().map(part -> part.made(now, rows, input)).toList();
      for (int i = 0; i < parts.size(); i++) {
        parts.get(i).exchange(made.get(i), rows, now);
      }
      output.slab().store(0, output.offset(), now, now.length);
      return output;
    }

    @Override
    public boolean want(Tensors gradients) {
      throw noWayBack();
    }

    @Override
    public void gradients(MatrixStack delta) {
      throw noWayBack();
    }

    @Override
    public MatrixStack backward(MatrixStack delta) {
      throw noWayBack();
    }

    private static UnsupportedOperationException noWayBack() {
      return new UnsupportedOperationException("a tapped layer has no way back");
    }
  }
}

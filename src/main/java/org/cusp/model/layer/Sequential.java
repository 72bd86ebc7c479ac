package org.cusp.model.layer;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Shape;
import org.cusp.tensor.MatrixStack;

/**
 * Layers one after the other. Its parameters have the names of their layers before their own.
 *
 * @param parts at least one
 */
public record Sequential(List<Part> parts) implements Composition {
  public static final LayerType TYPE =
      new LayerType("sequential", List.of("layers"), text -> text.layers("layers"));

  public Sequential {
    parts = List.copyOf(parts);
    Check.atLeast("layers", parts.size(), 1);
  }

  /** Named by their places, from 0. */
  public static Sequential of(Layer... layers) {
    return numbered("", List.of(layers));
  }

  /** Named by a prefix and their places, from 0. */
  public static Sequential numbered(String prefix, List<Layer> layers) {
    List<Part> parts = new ArrayList<>();
    layers.forEach(layer -> parts.add(new Part(prefix + parts.size(), layer)));
    return new Sequential(parts);
  }

  @Override
  public String type() {
    return TYPE.name();
  }

  @Override
  public String describe() {
    return TYPE.name() + ": [" + listed() + "]";
  }

  /** The layers as a spec file has them. */
  public String listed() {
    return String.join(", ", parts.stream().map(part -> part.layer().describe()).toList());
  }

  @Override
  public List<Part> before(int part) {
    return parts.subList(0, part);
  }

  private Part last() {
    return parts.get(parts.size() - 1);
  }

  /** What each layer is given, and then the output. */
  private List<Shape> shapes(Shape input) {
    List<Shape> shapes = new ArrayList<>(List.of(input));
    for (Part part : parts) {
      try {
        shapes.add(part.layer().output(shapes.get(shapes.size() - 1)));
      } catch (InvalidInput e) {
        throw new InvalidInput(
            part.name() + " (" + part.layer().type() + "): " + e.getMessage(), e);
      }
    }
    return shapes;
  }

  @Override
  public Shape output(Shape input) {
    return shapes(input).get(parts.size());
  }

  @Override
  public void requireData(DataSet data) {
    parts.get(0).layer().requireData(data);
  }

  @Override
  public List<Parameter> parameters(Shape input) {
    List<Shape> shapes = shapes(input);
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      boolean last = i + 1 == parts.size() || part.layer() instanceof Composition;
      double gain = last ? 1 : parts.get(i + 1).layer().gain();
      for (Parameter parameter : part.layer().parameters(shapes.get(i))) {
        parameters.add(parameter.before(gain).of(part.name()));
      }
    }
    return parameters;
  }

  @Override
  public List<Parameter> offsets(Shape input) {
    Shape given = shapes(input).get(parts.size() - 1);
    return last().layer().offsets(given).stream().map(it -> it.of(last().name())).toList();
  }

  @Override
  public double flops(Shape input) {
    List<Shape> shapes = shapes(input);
    double sum = 0;
    for (int i = 0; i < parts.size(); i++) {
      sum += parts.get(i).layer().flops(shapes.get(i));
    }
    return sum;
  }

  @Override
  public Set<Saved> saves() {
    Set<Saved> saves = EnumSet.noneOf(Saved.class);
    if (parts.get(0).layer().saves().contains(Saved.INPUT)) {
      saves.add(Saved.INPUT);
    }
    if (last().layer().saves().contains(Saved.OUTPUT)) {
      saves.add(Saved.OUTPUT);
    }
    return saves;
  }

  @Override
  public boolean isLinear() {
    return parts.stream().allMatch(part -> part.layer().isLinear());
  }

  @Override
  public LayerPass bind(Binding binding) {
    List<Shape> shapes = shapes(binding.input());
    LayerPass[] passes = new LayerPass[parts.size()];
    boolean overwrites = binding.mayOverwriteInput();
    boolean passesBack = binding.passesBack();
    for (int i = 0; i < passes.length; i++) {
      Layer layer = parts.get(i).layer();
      passes[i] =
          layer.bind(
              new Binding(
                  binding.kernels(),
                  binding.phase().of(parts.get(i).name()),
                  binding.workspace(),
                  shapes.get(i),
                  overwrites,
                  passesBack));
      overwrites = !layer.saves().contains(Saved.OUTPUT);
      passesBack |= !layer.parameters(shapes.get(i)).isEmpty();
    }
    return new Pass(this, passes);
  }

  private static final class Pass implements LayerPass {
    private final Sequential sequence;
    private final LayerPass[] passes;
    private int lowest;

    Pass(Sequential sequence, LayerPass[] passes) {
      this.sequence = sequence;
      this.passes = passes;
      this.lowest = passes.length;
    }

    @Override
    public MatrixStack forward(MatrixStack input) {
      MatrixStack value = input;
      for (LayerPass pass : passes) {
        value = pass.forward(value);
      }
      return value;
    }

    @Override
    public boolean want(Tensors gradients) {
      lowest = passes.length;
      for (int i = passes.length - 1; i >= 0; i--) {
        if (passes[i].want(gradients.of(sequence.parts().get(i).name()))) {
          lowest = i;
        }
      }
      return lowest < passes.length;
    }

    @Override
    public void gradients(MatrixStack delta) {
      MatrixStack here = delta;
      for (int i = passes.length - 1; i > lowest; i--) {
        here = passes[i].backward(here);
      }
      if (lowest < passes.length) {
        passes[lowest].gradients(here);
      }
    }

    @Override
    public MatrixStack backward(MatrixStack delta) {
      MatrixStack here = delta;
      for (int i = passes.length - 1; i >= 0; i--) {
        here = passes[i].backward(here);
      }
      return here;
    }
  }
}

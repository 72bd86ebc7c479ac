package org.cusp.model.layer.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.model.layer.Binding;
import org.cusp.model.layer.Layer;
import org.cusp.model.layer.LayerPass;
import org.cusp.model.layer.LayerText;
import org.cusp.model.layer.LayerType;
import org.cusp.model.layer.WiredPass;
import org.cusp.tensor.wiring.Wiring;

/**
 * Some numbers of a sequence: one position, [T, d] to [d], or several, to [positions, d]; of each
 * all d components or some. Back, all others get 0.
 *
 * @param components which of the d, in this order; empty for all
 */
public record Select(Which which, List<Integer> components) implements Layer {
  /** How a spec file names it. */
  public static final LayerType TYPE =
      new LayerType("select", List.of("position", "positions", "components"), Select::read);

  /** The last position. */
  public static final Select LAST = new Select(new Last(), List.of());

  /** Which positions. */
  public sealed interface Which {}

  /** The last, without an axis of positions. */
  public record Last() implements Which {}

  /** One, from 0, without an axis of positions. */
  public record One(int position) implements Which {}

  /** Some, from 0, in this order. */
  public record Several(List<Integer> positions) implements Which {
    public Several {
      positions = List.copyOf(positions);
    }
  }

  public Select {
    components = List.copyOf(components);
  }

  private static Select read(LayerText text) {
    List<Integer> components = text.places("components");
    if (text.values().containsKey("positions")) {
      if (text.values().containsKey("position")) {
        throw new InvalidInput(text.place() + " (select): give position or positions, not both");
      }
      return new Select(new Several(text.places("positions")), components);
    }
    return "last".equals(text.values().get("position"))
        ? new Select(new Last(), components)
        : new Select(new One(text.place("position", "last or a number from 0")), components);
  }

  @Override
  public String type() {
    return TYPE.name();
  }

  @Override
  public String describe() {
    String of =
        which instanceof Several several
            ? "positions: " + several.positions()
            : "position: " + (which instanceof One one ? one.position() : "last");
    if (!components.isEmpty()) {
      return "select: {" + of + ", components: " + components + "}";
    }
    return which instanceof Several
        ? "select: {" + of + "}"
        : "select: " + of.substring("position: ".length());
  }

  private List<Integer> positions(Shape input) {
    if (which instanceof Several several) {
      return several.positions();
    }
    return List.of(which instanceof One one ? one.position() : input.axes().get(0) - 1);
  }

  private List<Integer> components(Shape input) {
    return components.isEmpty() ? IntStream.range(0, input.width()).boxed().toList() : components;
  }

  @Override
  public Shape output(Shape input) {
    if (input.axes().size() != 2) {
      throw new InvalidInput("takes a sequence [positions, width], got the shape " + input);
    }
    require("position", positions(input), input.axes().get(0), input);
    require("component", components(input), input.width(), input);
    int width = components(input).size();
    return which instanceof Several several
        ? new Shape(List.of(several.positions().size(), width))
        : Shape.vector(width);
  }

  private static void require(String what, List<Integer> chosen, int count, Shape input) {
    for (int each : chosen) {
      if (each >= count) {
        throw new InvalidInput(
            what + " must be in [0, " + (count - 1) + "] of the shape " + input + ", got " + each);
      }
    }
  }

  @Override
  public double flops(Shape input) {
    return 0;
  }

  @Override
  public Set<Saved> saves() {
    return Set.of();
  }

  @Override
  public boolean isLinear() {
    return true;
  }

  @Override
  public LayerPass bind(Binding binding) {
    Shape input = binding.input();
    List<Integer> places = new ArrayList<>();
    for (int position : positions(input)) {
      components(input).forEach(component -> places.add(position * input.width() + component));
    }
    int[] flat = places.stream().mapToInt(Integer::intValue).toArray();
    return new WiredPass(binding, new Wiring(input.size(), 1, flat), 1);
  }
}

package org.cusp.model.layer;

import java.util.ArrayList;
import java.util.List;
import org.cusp.data.Shape;

/**
 * A layer of a network that is not made of others.
 *
 * @param name what the names of its parameters begin with
 * @param before what the data go through before they come to it
 * @param input the shape of one datum of what it gets
 */
public record Leaf(String name, Layer layer, List<Part> before, Shape input) {
  /** All of a network, in the order of a forward pass. */
  public static List<Leaf> of(Composition network, Shape input) {
    List<Leaf> leaves = new ArrayList<>();
    collect("", network, List.of(), input, leaves);
    return leaves;
  }

  private static void collect(
      String prefix, Composition whole, List<Part> before, Shape data, List<Leaf> leaves) {
    for (int i = 0; i < whole.parts().size(); i++) {
      Part part = whole.parts().get(i);
      String name = prefix + part.name();
      List<Part> way = new ArrayList<>(before);
      whole.before(i).forEach(it -> way.add(new Part(prefix + it.name(), it.layer())));
      if (part.layer() instanceof Composition inner) {
        collect(name + ".", inner, way, data, leaves);
      } else {
        Shape given = way.isEmpty() ? data : new Sequential(way).output(data);
        leaves.add(new Leaf(name, part.layer(), List.copyOf(way), given));
      }
    }
  }

  /** Its own parameters, named as those of the network. */
  public List<Parameter> parameters() {
    return layer.parameters(input).stream().map(parameter -> parameter.of(name)).toList();
  }

  /** The network as far as this layer, which is its last. */
  public Sequential upToHere() {
    List<Part> parts = new ArrayList<>(before);
    parts.add(new Part(name, layer));
    return new Sequential(parts);
  }
}

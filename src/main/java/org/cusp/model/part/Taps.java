package org.cusp.model.part;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.model.LayerNetwork;
import org.cusp.model.LayeredModel;
import org.cusp.model.Model;
import org.cusp.model.layer.Composition;
import org.cusp.model.layer.Layer;
import org.cusp.model.layer.Part;
import org.cusp.model.layer.Residual;
import org.cusp.model.layer.Sequential;
import org.cusp.model.layer.Shared;
import org.cusp.model.layer.Sum;
import org.cusp.model.layer.sequence.Tied;

/**
 * Where what a component makes can be seen: {@code l0h3}, what a head adds to the output of its
 * attention; {@code l1 attn}, that output; {@code l1 mlp}, what the dense part of the block makes;
 * {@code l1}, both; {@code embed}; {@code layers.0[3]}, place 3 on the first axis of what a layer
 * makes, a unit or a channel; and {@code layers.0}, all of it, before an activation that stands by
 * itself.
 *
 * @param model of layers
 */
public record Taps(LayeredModel model) {
  private static final Pattern HEAD = Pattern.compile("l(\\d{1,4})\\s*h(\\d{1,4})");
  private static final Pattern BLOCK = Pattern.compile("l(\\d{1,4})\\s*(attn|mlp)?");
  private static final Pattern UNIT = Pattern.compile("(.+)\\[(\\d{1,9})]");

  /** Where a component is seen. */
  private record Place(String layer, Optional<Integer> unit, Optional<Tapped.Head> head) {
    static Place whole(String layer) {
      return new Place(layer, Optional.empty(), Optional.empty());
    }
  }

  /**
   * Of a model.
   *
   * @throws InvalidInput where it is not one of layers
   */
  public static Taps of(Model model) {
    if (model instanceof LayeredModel layered) {
      return new Taps(layered);
    }
    throw new InvalidInput(
        model.describe() + ": has no layers between which anything could be exchanged");
  }

  /**
   * Refuses what names nothing that can be seen.
   *
   * @throws InvalidInput the message names the nearest
   */
  public void require(String component) {
    places(component);
  }

  /**
   * The model with taps, a new one from the supplier for each place of a component.
   *
   * @param taps of each component
   */
  public LayeredModel with(Map<String, Supplier<Tap>> taps) {
    Sequential layers = model.layers();
    for (Map.Entry<String, Supplier<Tap>> one : taps.entrySet()) {
      for (Place place : places(one.getKey())) {
        Tap tap = one.getValue().get();
        layers = sequential(layers, "", place, tap);
      }
    }
    return new LayerNetwork(model.inputShape(), layers, model.likelihood());
  }

  private List<Place> places(String component) {
    Anatomy anatomy = Anatomy.of(model);
    Matcher head = HEAD.matcher(component);
    if (head.matches() && anatomy.layers() > 0) {
      return List.of(head(anatomy, component, head));
    }
    Matcher block = BLOCK.matcher(component);
    if (block.matches() && anatomy.layers() > 0) {
      return block(anatomy, component, block);
    }
    if (component.equals("embed") || component.equals("unembed")) {
      Anatomy.Kind kind = component.equals("embed") ? Anatomy.Kind.EMBED : Anatomy.Kind.UNEMBED;
      return last(anatomy, component, kind, -1);
    }
    Matcher unit = UNIT.matcher(component);
    if (unit.matches()) {
      String layer = layer(unit.group(1));
      int number = Integer.parseInt(unit.group(2));
      return List.of(new Place(layer, Optional.of(number), Optional.empty()));
    }
    return List.of(Place.whole(layer(component)));
  }

  private Place head(Anatomy anatomy, String component, Matcher name) {
    int index = Integer.parseInt(name.group(1));
    int number = Integer.parseInt(name.group(2));
    return anatomy.organs().stream()
        .filter(it -> it.kind() == Anatomy.Kind.ATTENTION && it.index() == index)
        .filter(it -> number < it.heads())
        .findFirst()
        .map(
            it ->
                new Place(
                    it.name(), Optional.empty(), Optional.of(new Tapped.Head(number, it.heads()))))
        .orElseThrow(() -> unknown(component));
  }

  private List<Place> block(Anatomy anatomy, String component, Matcher name) {
    int index = Integer.parseInt(name.group(1));
    List<Place> places = new ArrayList<>();
    if (!"mlp".equals(name.group(2))) {
      places.addAll(last(anatomy, component, Anatomy.Kind.ATTENTION, index));
    }
    boolean hasDense =
        anatomy.organs().stream()
            .anyMatch(it -> it.kind() == Anatomy.Kind.DENSE && it.index() == index);
    if (!"attn".equals(name.group(2)) && (hasDense || name.group(2) != null)) {
      places.addAll(last(anatomy, component, Anatomy.Kind.DENSE, index));
    }
    return places;
  }

  private List<Place> last(Anatomy anatomy, String component, Anatomy.Kind kind, int index) {
    List<String> names =
        anatomy.organs().stream()
            .filter(it -> it.kind() == kind && it.index() == index)
            .map(Anatomy.Organ::name)
            .filter(this::isLayer)
            .toList();
    if (names.isEmpty()) {
      throw unknown(component);
    }
    return List.of(Place.whole(names.get(names.size() - 1)));
  }

  private boolean isLayer(String name) {
    return paths(model.layers(), "").contains(name);
  }

  private String layer(String name) {
    if (!isLayer(name)) {
      throw unknown(name);
    }
    return name;
  }

  private InvalidInput unknown(String name) {
    List<String> known = new ArrayList<>(new ModelParts(model, Map.of()).names());
    known.addAll(paths(model.layers(), ""));
    return Nearest.unknown("component", name, known);
  }

  /** Names of all layers that are not made of others. */
  private static List<String> paths(Composition whole, String prefix) {
    List<String> all = new ArrayList<>();
    for (Part part : whole.parts()) {
      String path = prefix + part.name();
      if (part.layer() instanceof Composition inner) {
        all.addAll(paths(inner, path + "."));
      } else if (part.layer() instanceof Tied tied) {
        all.addAll(paths(tied.inner(), path + "."));
      } else if (part.layer() instanceof Shared shared) {
        all.addAll(paths(shared.inner(), path + "."));
      } else {
        all.add(path);
      }
    }
    return all;
  }

  private static Sequential sequential(Sequential of, String prefix, Place place, Tap tap) {
    return new Sequential(
        of.parts().stream()
            .map(
                part ->
                    new Part(part.name(), layer(part.layer(), prefix + part.name(), place, tap)))
            .toList());
  }

  private static Layer layer(Layer layer, String path, Place place, Tap tap) {
    if (path.equals(place.layer())) {
      return Tapped.of(layer, new Tapped.Seen(tap, place.unit(), place.head()));
    }
    if (!place.layer().startsWith(path + ".")) {
      return layer;
    }
    String prefix = path + ".";
    if (layer instanceof Sequential inner) {
      return sequential(inner, prefix, place, tap);
    }
    if (layer instanceof Residual residual) {
      return new Residual(sequential(residual.inner(), prefix, place, tap));
    }
    if (layer instanceof Tied tied) {
      return new Tied(tied.embedding(), sequential(tied.inner(), prefix, place, tap));
    }
    if (layer instanceof Shared shared) {
      return new Shared(shared.parameter(), sequential(shared.inner(), prefix, place, tap));
    }
    if (layer instanceof Sum sum) {
      List<Sequential> branches = new ArrayList<>();
      for (int k = 0; k < sum.branches().size(); k++) {
        branches.add(sequential(sum.branches().get(k), prefix + k + ".", place, tap));
      }
      return new Sum(branches);
    }
    throw new InvalidInput(place.layer() + ": lies in a layer that cannot be opened");
  }
}

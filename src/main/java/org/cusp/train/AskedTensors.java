package org.cusp.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.cusp.contract.InvalidInput;
import org.cusp.format.NamedTensor;
import org.cusp.model.ParamSpace;

/**
 * The tensors of a file that a user named for those of a model.
 *
 * @param source what messages call the file
 * @param space of the model
 * @param tensors of the file that may be parameters
 */
record AskedTensors(String source, ParamSpace space, Map<String, NamedTensor> tensors) {
  /**
   * The name in the file for each tensor of the model.
   *
   * @throws InvalidInput if a name is not there, does not fit, or the names are not as many as the
   *     model's
   */
  List<String> of(TensorOrder order) {
    return order.names().isEmpty() ? byMap(order.named()) : byList(order.names());
  }

  /** Whether the tensors that are named are there and have the shapes of the model's. */
  static boolean fit(ParamSpace space, Map<String, NamedTensor> tensors, TensorOrder order) {
    try {
      List<String> names = new AskedTensors("", space, tensors).of(order);
      return IntStream.range(0, names.size())
          .allMatch(i -> LayerSlots.fits(space.tensors().get(i), tensors.get(names.get(i))));
    } catch (InvalidInput e) {
      return false;
    }
  }

  private List<String> byList(List<String> names) {
    LayerSlots slots = LayerSlots.byLayer(space, tensors);
    if (names.size() == space.tensors().size() && tensors.keySet().containsAll(names)) {
      return names;
    }
    if (names.size() != slots.slots().size()) {
      throw fault(
          "--order must name "
              + slots.slots().size()
              + " layers or "
              + space.tensors().size()
              + " tensors, got "
              + names.size());
    }
    List<String> found = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      found.addAll(filling(slots, i, names.get(i)));
    }
    return found;
  }

  private List<String> byMap(Map<String, String> named) {
    LayerSlots slots = LayerSlots.byLayer(space, tensors);
    Map<String, String> found = new LinkedHashMap<>();
    Set<String> unknown = new LinkedHashSet<>(named.keySet());
    for (int i = 0; i < slots.slots().size(); i++) {
      List<ParamSpace.Tensor> slot = slots.slots().get(i);
      String layer = new TensorName(slot.get(0).name()).layer();
      List<String> filling =
          unknown.remove(layer) ? filling(slots, i, named.get(layer)) : List.of();
      for (int k = 0; k < slot.size(); k++) {
        String name = slot.get(k).name();
        unknown.remove(name);
        String given = named.getOrDefault(name, filling.isEmpty() ? name : filling.get(k));
        if (!tensors.containsKey(given)) {
          throw absent(given, List.copyOf(tensors.keySet()));
        }
        found.put(name, given);
      }
    }
    if (!unknown.isEmpty()) {
      throw new InvalidInput(
          "model.tensors: the model has no "
              + Names.some(List.copyOf(unknown))
              + "; it has "
              + Names.some(List.copyOf(found.keySet())));
    }
    return List.copyOf(found.values());
  }

  private List<String> filling(LayerSlots slots, int slot, String name) {
    List<ParamSpace.Tensor> wanted = slots.slots().get(slot);
    LayerSlots.Group group =
        slots.groups().stream()
            .filter(one -> one.layer().equals(name) || one.tensors().keySet().equals(Set.of(name)))
            .findFirst()
            .orElseThrow(
                () -> absent(name, slots.groups().stream().map(LayerSlots.Group::layer).toList()));
    return group
        .filling(wanted)
        .orElseThrow(
            () ->
                fault(
                    name
                        + " does not fit "
                        + Names.wanted(wanted)
                        + "; it has "
                        + Names.found(group.tensors())));
  }

  private InvalidInput absent(String name, List<String> there) {
    return fault("has no '" + name + "'; it has " + Names.some(there));
  }

  private InvalidInput fault(String message) {
    return new InvalidInput(source + ": " + message);
  }
}

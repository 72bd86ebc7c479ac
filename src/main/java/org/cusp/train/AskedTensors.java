package org.cusp.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * What was found.
   *
   * @param names in the file for each tensor of the model; none where there is a fault
   * @param fault why not, in one line
   */
  private record Found(List<String> names, Optional<String> fault) {
    static Found of(List<String> names) {
      return new Found(List.copyOf(names), Optional.empty());
    }

    static Found not(String why) {
      return new Found(List.of(), Optional.of(why));
    }
  }

  /**
   * The name in the file for each tensor of the model.
   *
   * @throws InvalidInput if a name is not there, does not fit, or the names are not as many as the
   *     model's
   */
  List<String> of(TensorOrder order) {
    Found found = find(order);
    if (found.fault().isPresent()) {
      throw new InvalidInput(found.fault().get());
    }
    return found.names();
  }

  /** Whether the tensors that are named are there and have the shapes of the model's. */
  static boolean fit(ParamSpace space, Map<String, NamedTensor> tensors, TensorOrder order) {
    Found found = new AskedTensors("", space, tensors).find(order);
    List<String> names = found.names();
    return found.fault().isEmpty()
        && IntStream.range(0, names.size())
            .allMatch(i -> LayerSlots.fits(space.tensors().get(i), tensors.get(names.get(i))));
  }

  private Found find(TensorOrder order) {
    return order.names().isEmpty() ? byMap(order.named()) : byList(order.names());
  }

  private Found byList(List<String> names) {
    LayerSlots slots = LayerSlots.byLayer(space, tensors);
    if (names.size() == space.tensors().size() && tensors.keySet().containsAll(names)) {
      return Found.of(names);
    }
    if (names.size() != slots.slots().size()) {
      return fault(
          "--order must name "
              + slots.slots().size()
              + " layers or "
              + space.tensors().size()
              + " tensors, got "
              + names.size());
    }
    List<String> all = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Found filling = filling(slots, i, names.get(i));
      if (filling.fault().isPresent()) {
        return filling;
      }
      all.addAll(filling.names());
    }
    return Found.of(all);
  }

  private Found byMap(Map<String, String> named) {
    LayerSlots slots = LayerSlots.byLayer(space, tensors);
    Map<String, String> found = new LinkedHashMap<>();
    Set<String> unknown = new LinkedHashSet<>(named.keySet());
    for (int i = 0; i < slots.slots().size(); i++) {
      List<ParamSpace.Tensor> slot = slots.slots().get(i);
      String layer = new TensorName(slot.get(0).name()).layer();
      Found filling =
          unknown.remove(layer) ? filling(slots, i, named.get(layer)) : Found.of(List.of());
      if (filling.fault().isPresent()) {
        return filling;
      }
      for (int k = 0; k < slot.size(); k++) {
        String name = slot.get(k).name();
        unknown.remove(name);
        String given =
            named.getOrDefault(name, filling.names().isEmpty() ? name : filling.names().get(k));
        if (!tensors.containsKey(given)) {
          return absent(given, List.copyOf(tensors.keySet()));
        }
        found.put(name, given);
      }
    }
    return unknown.isEmpty()
        ? Found.of(List.copyOf(found.values()))
        : Found.not(
            "model.tensors: the model has no "
                + Names.some(List.copyOf(unknown))
                + "; it has "
                + Names.some(List.copyOf(found.keySet())));
  }

  private Found filling(LayerSlots slots, int slot, String name) {
    List<ParamSpace.Tensor> wanted = slots.slots().get(slot);
    Optional<LayerSlots.Group> group =
        slots.groups().stream()
            .filter(one -> one.layer().equals(name) || one.tensors().keySet().equals(Set.of(name)))
            .findFirst();
    if (group.isEmpty()) {
      return absent(name, slots.groups().stream().map(LayerSlots.Group::layer).toList());
    }
    return group
        .get()
        .filling(wanted)
        .map(Found::of)
        .orElseGet(
            () ->
                fault(
                    name
                        + " does not fit "
                        + Names.wanted(wanted)
                        + "; it has "
                        + Names.found(group.get().tensors())));
  }

  private Found absent(String name, List<String> there) {
    return fault("has no '" + name + "'; it has " + Names.some(there));
  }

  private Found fault(String message) {
    return Found.not(source + ": " + message);
  }
}

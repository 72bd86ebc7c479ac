package org.cusp.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.cusp.format.NamedTensor;
import org.cusp.model.ParamSpace;

/**
 * A model's layers as places for the groups of tensors of a file, and the ways to fill them.
 *
 * @param slots the layers in order, each the tensors that it wants
 * @param groups what may fill them
 */
record LayerSlots(List<List<ParamSpace.Tensor>> slots, List<Group> groups) {
  /** A search that has looked at so many places is given up: then not one order is known. */
  private static final int MOST_STEPS = 20_000;

  /** Tensors of a file that belong to one layer, by the name of that. */
  record Group(String layer, Map<String, NamedTensor> tensors) {
    /** The name in the file of each tensor that a layer wants, if all fit and none is over. */
    Optional<List<String>> filling(List<ParamSpace.Tensor> slot) {
      LinkedHashSet<String> chosen = new LinkedHashSet<>();
      for (ParamSpace.Tensor wanted : slot) {
        List<String> fitting =
            tensors.entrySet().stream()
                .filter(entry -> fits(wanted, entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        String leaf = new TensorName(wanted.name()).leaf();
        List<String> named =
            fitting.stream().filter(name -> new TensorName(name).leaf().equals(leaf)).toList();
        List<String> best = fitting.size() > 1 ? named : fitting;
        if (best.size() != 1 || !chosen.add(best.get(0))) {
          return Optional.empty();
        }
      }
      return chosen.size() == tensors.size() ? Optional.of(List.copyOf(chosen)) : Optional.empty();
    }

    int rank() {
      return tensors.values().stream().mapToInt(tensor -> tensor.shape().length).max().orElse(0);
    }
  }

  static boolean fits(ParamSpace.Tensor wanted, NamedTensor found) {
    return Arrays.stream(found.shape()).boxed().toList().equals(wanted.shape());
  }

  /** Layers against what the names of the tensors have in common. */
  static LayerSlots byLayer(ParamSpace space, Map<String, NamedTensor> tensors) {
    Map<String, List<ParamSpace.Tensor>> slots = new LinkedHashMap<>();
    space
        .tensors()
        .forEach(
            tensor ->
                slots
                    .computeIfAbsent(
                        new TensorName(tensor.name()).layer(), key -> new ArrayList<>())
                    .add(tensor));
    Map<String, Map<String, NamedTensor>> groups = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) ->
            groups
                .computeIfAbsent(new TensorName(name).layer(), key -> new LinkedHashMap<>())
                .put(name, tensor));
    return new LayerSlots(List.copyOf(slots.values()), groups(groups));
  }

  /** Each tensor by itself. */
  static LayerSlots byTensor(ParamSpace space, Map<String, NamedTensor> tensors) {
    Map<String, Map<String, NamedTensor>> groups = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> groups.put(name, Map.of(name, tensor)));
    return new LayerSlots(space.tensors().stream().map(List::of).toList(), groups(groups));
  }

  private static List<Group> groups(Map<String, Map<String, NamedTensor>> groups) {
    return groups.entrySet().stream().map(g -> new Group(g.getKey(), g.getValue())).toList();
  }

  /**
   * Orders in which the groups fill the slots by their shapes.
   *
   * @param found as many as were looked for, or all
   * @param complete whether there are no others
   */
  record Orders(List<List<Group>> found, boolean complete) {
    boolean isOne() {
      return complete && found.size() == 1;
    }
  }

  /**
   * Looks for orders.
   *
   * @param before whether a group must come before another
   * @param most how many are looked for
   */
  Orders orders(BiPredicate<Group, Group> before, int most) {
    if (slots.size() != groups.size()) {
      return new Orders(List.of(), true);
    }
    Search search = new Search(before, most);
    search.fill(0);
    return new Orders(search.found, !search.isOver());
  }

  /** Fills one slot after the other with every group that may come next. */
  private final class Search {
    private final BiPredicate<Group, Group> before;
    private final int most;
    private final List<List<Group>> found = new ArrayList<>();
    private final List<Group> order = new ArrayList<>();
    private final boolean[] used = new boolean[groups.size()];
    private int steps;
    private boolean stopped;

    Search(BiPredicate<Group, Group> before, int most) {
      this.before = before;
      this.most = most;
    }

    boolean isOver() {
      return stopped;
    }

    void fill(int slot) {
      if (slot == slots.size()) {
        found.add(List.copyOf(order));
        return;
      }
      for (int g = 0; g < used.length && !stopped; g++) {
        if (found.size() >= most || steps++ > MOST_STEPS) {
          stopped = true;
        } else if (mayFill(slot, g)) {
          used[g] = true;
          order.add(groups.get(g));
          fill(slot + 1);
          order.remove(slot);
          used[g] = false;
        }
      }
    }

    private boolean mayFill(int slot, int g) {
      Group next = groups.get(g);
      return !used[g]
          && next.filling(slots.get(slot)).isPresent()
          && IntStream.range(0, used.length)
              .noneMatch(other -> !used[other] && before.test(groups.get(other), next));
    }
  }

  /** The file's own order, matrices apart from vectors, if it fits. */
  Optional<List<Group>> fileOrder() {
    List<Group> order = new ArrayList<>();
    List<Group> left = new ArrayList<>(groups);
    for (List<ParamSpace.Tensor> slot : slots) {
      int rank = slot.stream().mapToInt(tensor -> tensor.shape().size()).max().orElse(0);
      Optional<Group> next = left.stream().filter(group -> group.rank() == rank).findFirst();
      if (next.isEmpty() || next.get().filling(slot).isEmpty()) {
        return Optional.empty();
      }
      order.add(next.get());
      left.remove(next.get());
    }
    return left.isEmpty() ? Optional.of(order) : Optional.empty();
  }

  /** The names in the file for all tensors of the model in this order. */
  List<String> names(List<Group> order) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      names.addAll(order.get(i).filling(slots.get(i)).orElseThrow());
    }
    return names;
  }
}

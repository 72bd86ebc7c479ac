package org.cusp.foreign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.cusp.format.WeightsFile;

/**
 * Dense layers in the order in which they follow each other.
 *
 * @param layers the first acts on the inputs
 * @param storage how their weights are stored
 * @param note what was assumed, where more than one reading fits
 */
record LayerSequence(List<Layer> layers, Storage storage, Optional<String> note) {
  private static final int MOST_SEARCHED = 7;
  private static final Pattern PIECE = Pattern.compile("\\d+|\\D+");

  /** Which axis of a weight is that of the inputs. */
  enum Storage {
    OUTPUTS_FIRST,
    INPUTS_FIRST;

    int inputs(Layer layer) {
      return layer.weight().length(this == OUTPUTS_FIRST ? 1 : 0);
    }

    int outputs(Layer layer) {
      return layer.weight().length(this == OUTPUTS_FIRST ? 0 : 1);
    }
  }

  private record Ordering(String word, List<Layer> layers) {}

  /** The sequence that shapes and names allow; nothing where they allow none. */
  static Optional<LayerSequence> of(List<Layer> dense, WeightsFile.Order order) {
    if (dense.isEmpty()) {
      return Optional.empty();
    }
    boolean inputsFirst = dense.stream().allMatch(Layer::namedInputsFirst);
    List<Storage> storages =
        inputsFirst
            ? List.of(Storage.INPUTS_FIRST, Storage.OUTPUTS_FIRST)
            : List.of(Storage.OUTPUTS_FIRST, Storage.INPUTS_FIRST);
    for (Storage storage : storages) {
      for (Ordering ordering : orderings(dense, order)) {
        if (follows(ordering.layers(), storage)) {
          return Optional.of(
              new LayerSequence(
                  ordering.layers(), storage, note(storage, storages, ordering, dense)));
        }
      }
    }
    return storages.stream().flatMap(storage -> searched(dense, storage).stream()).findFirst();
  }

  private static Optional<String> note(
      Storage storage, List<Storage> storages, Ordering ordering, List<Layer> dense) {
    boolean bothWays =
        dense.size() > 0
            && follows(ordering.layers(), storages.get(0))
            && follows(ordering.layers(), storages.get(1));
    if (bothWays) {
      String way = storage == Storage.OUTPUTS_FIRST ? "outputs x inputs" : "inputs x outputs";
      return Optional.of("weights taken as " + way + ": their shapes fit both ways");
    }
    return Optional.empty();
  }

  private static List<Ordering> orderings(List<Layer> dense, WeightsFile.Order order) {
    List<Layer> natural = new ArrayList<>(dense);
    natural.sort(Comparator.comparing(Layer::name, LayerSequence::natural));
    Ordering byName = new Ordering("names", natural);
    return order == WeightsFile.Order.KEPT
        ? List.of(new Ordering("file", dense), byName)
        : List.of(byName);
  }

  private static boolean follows(List<Layer> layers, Storage storage) {
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      int outputs = storage.outputs(layer);
      if (layer.bias().isPresent()
          && (layer.bias().get().rank() != 1 || layer.bias().get().count() != outputs)) {
        return false;
      }
      if (l + 1 < layers.size() && storage.inputs(layers.get(l + 1)) != outputs) {
        return false;
      }
    }
    return true;
  }

  /** The only order that the shapes allow. */
  private static Optional<LayerSequence> searched(List<Layer> dense, Storage storage) {
    if (dense.size() > MOST_SEARCHED) {
      return Optional.empty();
    }
    List<List<Layer>> found = new ArrayList<>();
    extend(new ArrayList<>(), dense, storage, found);
    return found.size() == 1
        ? Optional.of(
            new LayerSequence(found.get(0), storage, Optional.of("layers ordered by their shapes")))
        : Optional.empty();
  }

  private static void extend(
      List<Layer> begun, List<Layer> dense, Storage storage, List<List<Layer>> found) {
    if (begun.size() == dense.size()) {
      found.add(List.copyOf(begun));
      return;
    }
    for (Layer next : dense) {
      if (begun.contains(next)) {
        continue;
      }
      begun.add(next);
      if (follows(begun, storage)) {
        extend(begun, dense, storage, found);
      }
      begun.remove(begun.size() - 1);
    }
  }

  /** Numbers in names compare as numbers. */
  private static int natural(String a, String b) {
    List<String> left = PIECE.matcher(a).results().map(MatchResult::group).toList();
    List<String> right = PIECE.matcher(b).results().map(MatchResult::group).toList();
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int order = comparePiece(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  private static int comparePiece(String a, String b) {
    boolean numbers = Character.isDigit(a.charAt(0)) && Character.isDigit(b.charAt(0));
    boolean longer = numbers && a.length() != b.length();
    return longer ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
  }

  /** The widths of inputs, hidden layers and outputs. */
  List<Integer> widths() {
    List<Integer> widths = new ArrayList<>();
    widths.add(storage.inputs(layers.get(0)));
    layers.forEach(layer -> widths.add(storage.outputs(layer)));
    return widths;
  }
}

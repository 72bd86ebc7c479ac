package org.cusp.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cusp.format.NamedTensor;
import org.cusp.format.WeightsFile;
import org.cusp.model.ParamSpace;

/**
 * Which tensor of a foreign file is which of a model's. Shapes decide; where several layers have
 * the same, the numbers in names that are otherwise equal; where these do not, the file's own order
 * if its format keeps one. What the words of a name mean is never guessed.
 */
sealed interface TensorMatch {
  int LISTED = 3;
  BiPredicate<LayerSlots.Group, LayerSlots.Group> ANY = (a, b) -> false;
  BiPredicate<LayerSlots.Group, LayerSlots.Group> NUMBERED =
      (a, b) -> TensorName.isNumberedBefore(a.layer(), b.layer());

  /**
   * One order fits.
   *
   * @param names in the file, one for each tensor of the model
   * @param how it was decided
   */
  record Decided(List<String> names, String how) implements TensorMatch {}

  /** None or several do; why, in words. */
  record Open(String why) implements TensorMatch {}

  /** Shapes fit one order and numbers say another. */
  record Contradiction(String why) implements TensorMatch {}

  /** The match of a file's tensors; empty if their shapes are not those of the model. */
  static Optional<TensorMatch> of(
      WeightsFile.Order kept, ParamSpace space, Map<String, NamedTensor> tensors) {
    return Stream.of(LayerSlots.byLayer(space, tensors), LayerSlots.byTensor(space, tensors))
        .filter(slots -> !slots.orders(ANY, 1).found().isEmpty())
        .findFirst()
        .map(slots -> decided(kept, slots));
  }

  private static TensorMatch decided(WeightsFile.Order kept, LayerSlots slots) {
    LayerSlots.Orders byShape = slots.orders(ANY, LISTED + 1);
    LayerSlots.Orders byNumber = slots.orders(NUMBERED, LISTED + 1);
    if (byNumber.isOne()) {
      return new Decided(
          slots.names(byNumber.found().get(0)),
          byShape.isOne() ? "shapes" : "shapes and the numbers in names");
    }
    Optional<List<LayerSlots.Group>> byFile =
        fileOrder(kept, slots).filter(order -> byNumber.found().isEmpty() || agrees(order));
    if (byFile.isPresent()) {
      return new Decided(slots.names(byFile.get()), "shapes and the order of the file");
    }
    if (byShape.isOne()) {
      return new Contradiction(
          "shapes fit one order of the layers, the numbers in their names say another: "
              + listed(byShape));
    }
    return new Open(
        "names and shapes do not fix the order of the layers: "
            + listed(byNumber.found().isEmpty() ? byShape : byNumber));
  }

  /** That of the file, unless its names are sorted: then sorting may have made it. */
  private static Optional<List<LayerSlots.Group>> fileOrder(
      WeightsFile.Order kept, LayerSlots slots) {
    List<String> names =
        slots.groups().stream().flatMap(group -> group.tensors().keySet().stream()).toList();
    boolean sorted = names.equals(names.stream().sorted().toList());
    return kept == WeightsFile.Order.KEPT && !sorted ? slots.fileOrder() : Optional.empty();
  }

  private static boolean agrees(List<LayerSlots.Group> order) {
    for (int i = 0; i < order.size(); i++) {
      for (int later = i + 1; later < order.size(); later++) {
        if (NUMBERED.test(order.get(later), order.get(i))) {
          return false;
        }
      }
    }
    return true;
  }

  private static String listed(LayerSlots.Orders orders) {
    String shown =
        orders.found().stream()
            .limit(LISTED)
            .map(order -> Names.some(order.stream().map(LayerSlots.Group::layer).toList()))
            .collect(Collectors.joining("; or "));
    return shown + (orders.found().size() > LISTED ? "; or others" : "");
  }
}

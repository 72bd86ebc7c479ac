package org.cusp.model;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;

/**
 * The tensors of which nothing is free, in one row of tensor memory that the chains of all
 * evaluators read. The first evaluator brings it into being and the last one to close frees it.
 */
final class FrozenTensors {
  private final List<ParamSpace.Tensor> tensors;
  private final double[] w;
  private final Map<Precision, Lent> lent = new EnumMap<>(Precision.class);

  /** A slab and how many use it. */
  private static final class Lent {
    private final Slab slab;
    private int users;

    private Lent(Slab slab) {
      this.slab = slab;
    }
  }

  /**
   * @param w all parameters of the model, frozen or not
   */
  FrozenTensors(Restriction restriction, double[] w) {
    this.tensors = frozen(restriction);
    this.w = w;
  }

  private static List<ParamSpace.Tensor> frozen(Restriction restriction) {
    return restriction.counts().stream()
        .filter(Restriction.Count::isFrozen)
        .map(Restriction.Count::tensor)
        .toList();
  }

  /** Where the tensors are, until {@link #giveBack}; nothing where none is frozen. */
  synchronized Map<String, Places.Place> lend(Precision precision) {
    Map<String, Places.Place> places = new HashMap<>();
    if (tensors.isEmpty()) {
      return places;
    }
    Lent shared = lent.computeIfAbsent(precision, key -> new Lent(row(key)));
    shared.users++;
    int at = 0;
    for (ParamSpace.Tensor tensor : tensors) {
      places.put(tensor.name(), new Places.Place(shared.slab, at));
      at += tensor.size();
    }
    return places;
  }

  private Slab row(Precision precision) {
    double[] values = new double[tensors.stream().mapToInt(ParamSpace.Tensor::size).sum()];
    int at = 0;
    for (ParamSpace.Tensor tensor : tensors) {
      System.arraycopy(w, tensor.offset(), values, at, tensor.size());
      at += tensor.size();
    }
    return Slab.row(precision, values);
  }

  /** Once for each call of {@link #lend}. */
  synchronized void giveBack(Precision precision) {
    Lent shared = lent.get(precision);
    if (shared != null && --shared.users == 0) {
      lent.remove(precision).slab.close();
    }
  }

  /** How many evaluators read the row now. */
  synchronized int users(Precision precision) {
    Lent shared = lent.get(precision);
    return shared == null ? 0 : shared.users;
  }
}

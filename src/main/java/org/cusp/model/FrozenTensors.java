package org.cusp.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cusp.tensor.Memory;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;

/**
 * The tensors of which nothing is free, in one row of tensor memory that the chains of all
 * evaluators read. The first evaluator brings it into being and the last one to close frees it.
 */
final class FrozenTensors {
  private final List<ParamSpace.Tensor> tensors;
  private final double[] w;
  private final Map<Kind, Lent> lent = new HashMap<>();

  /** What a row must have in common with the parameters beside it. */
  private record Kind(Memory memory, Precision precision) {
    static Kind of(Slab slab) {
      return new Kind(slab.memory(), slab.precision());
    }
  }

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
  synchronized Map<String, Places.Place> lend(Slab like) {
    Map<String, Places.Place> places = new HashMap<>();
    if (tensors.isEmpty()) {
      return places;
    }
    Lent shared = lent.computeIfAbsent(Kind.of(like), key -> new Lent(row(key)));
    shared.users++;
    int at = 0;
    for (ParamSpace.Tensor tensor : tensors) {
      places.put(tensor.name(), new Places.Place(shared.slab, at));
      at += tensor.size();
    }
    return places;
  }

  private Slab row(Kind kind) {
    double[] values = new double[tensors.stream().mapToInt(ParamSpace.Tensor::size).sum()];
    int at = 0;
    for (ParamSpace.Tensor tensor : tensors) {
      System.arraycopy(w, tensor.offset(), values, at, tensor.size());
      at += tensor.size();
    }
    return Slab.row(kind.memory(), kind.precision(), values);
  }

  /** Once for each call of {@link #lend}. */
  synchronized void giveBack(Slab like) {
    Lent shared = lent.get(Kind.of(like));
    if (shared != null && --shared.users == 0) {
      lent.remove(Kind.of(like)).slab.close();
    }
  }

  /** How many evaluators read such a row now. */
  synchronized int users() {
    return lent.values().stream().mapToInt(shared -> shared.users).sum();
  }
}

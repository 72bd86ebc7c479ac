package org.cusp.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;

/**
 * Where the tensors of a model lie in memory, each in a slab of its own choice: the chains' slab,
 * or one with a single row that all chains read. For gradients a tensor without a place is one
 * whose gradient nobody wants.
 *
 * @param byTensor the places by the name of the tensor, at least one
 */
public record Places(Map<String, Place> byTensor) {
  public Places {
    byTensor = Map.copyOf(byTensor);
  }

  /**
   * Where one tensor begins in every row.
   *
   * @param offset of its first number
   */
  public record Place(Slab slab, int offset) {}

  /** All tensors of a space where the space has them, in one slab. */
  public static Places of(ParamSpace space, Slab slab) {
    Map<String, Place> places = new HashMap<>();
    space.tensors().forEach(tensor -> places.put(tensor.name(), new Place(slab, tensor.offset())));
    return new Places(places);
  }

  /** The place of a tensor, if it has one. */
  public Optional<Place> of(ParamSpace.Tensor tensor) {
    return Optional.ofNullable(byTensor.get(tensor.name()));
  }

  /** The tensor as matrices in its place; one without two axes is a single row. */
  public Optional<MatrixStack> matrix(ParamSpace.Tensor tensor) {
    return of(tensor).map(place -> matrix(tensor, place));
  }

  private static MatrixStack matrix(ParamSpace.Tensor tensor, Place place) {
    boolean matrix = tensor.shape().size() == 2;
    int rows = matrix ? tensor.shape().get(0) : 1;
    return MatrixStack.of(place.slab(), place.offset(), rows, tensor.size() / rows);
  }

  /** The number of chains: the most rows of any slab. */
  public int chains() {
    return byTensor.values().stream().mapToInt(place -> place.slab().rows()).max().orElseThrow();
  }

  /** Zeros for every chain, in the memory and the precision of the tensors. */
  public Slab zerosBeside(int columns) {
    return byTensor.values().iterator().next().slab().zerosBeside(chains(), columns);
  }
}

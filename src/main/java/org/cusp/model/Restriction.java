package org.cusp.model;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.numerics.Digest;

/**
 * Which parameters of a model are free; the others are frozen. A value: which numbers they are
 * frozen at is another matter.
 *
 * <p>Source of the idea: G. Wang, J. Hoogland, S. van Wingerden, Z. Furman, D. Murfet,
 * "Differentiation and specialization of attention heads via the refined local learning
 * coefficient", ICLR 2025, arXiv:2410.02984.
 *
 * @param space of all parameters
 * @param free the places of the free ones in the flat vector, at least one; copied
 */
public record Restriction(ParamSpace space, BitSet free) {
  public Restriction {
    free = (BitSet) free.clone();
    Check.atLeast("free parameters", free.cardinality(), 1);
    Check.inRange("the last free parameter (from 0)", free.length() - 1, 0, space.size() - 1);
  }

  /**
   * How much of a tensor is free.
   *
   * @param free entries of it
   */
  public record Count(ParamSpace.Tensor tensor, int free) {
    /** Whether all of it is free. */
    public boolean isWhole() {
      return free == tensor.size();
    }

    /** Whether nothing of it is free. */
    public boolean isFrozen() {
      return free == 0;
    }
  }

  /**
   * All tensors that match at least one of the patterns.
   *
   * @param patterns see {@link TensorPattern}, at least one
   * @throws InvalidInput if one of them matches no tensor; the message names the nearest ones
   */
  public static Restriction matching(ParamSpace space, List<TensorPattern> patterns) {
    BitSet free = new BitSet();
    for (TensorPattern pattern : patterns) {
      for (ParamSpace.Tensor tensor : pattern.in(space)) {
        free.set(tensor.offset(), tensor.offset() + tensor.size());
      }
    }
    return new Restriction(space, free);
  }

  /**
   * All tensors of a model but those that are fixed; empty where none is.
   *
   * @throws InvalidInput if all are
   */
  public static Optional<Restriction> ofParameters(Model model) {
    if (model.fixed().isEmpty()) {
      return Optional.empty();
    }
    BitSet free = new BitSet();
    free.set(0, model.size());
    return Optional.of(new Restriction(model.parameters(), free).without(model.fixed()));
  }

  /** The same with these tensors frozen. */
  public Restriction without(List<ParamSpace.Tensor> tensors) {
    BitSet left = free();
    tensors.forEach(tensor -> left.clear(tensor.offset(), tensor.offset() + tensor.size()));
    return new Restriction(space, left);
  }

  /** A copy. */
  @Override
  public BitSet free() {
    return (BitSet) free.clone();
  }

  /** The number of free parameters. */
  public int size() {
    return free.cardinality();
  }

  /** How much of each tensor is free, in order. */
  public List<Count> counts() {
    return space.tensors().stream().map(tensor -> new Count(tensor, freeIn(tensor))).toList();
  }

  private int freeIn(ParamSpace.Tensor tensor) {
    return free.get(tensor.offset(), tensor.offset() + tensor.size()).cardinality();
  }

  /** The places of a tensor's free entries, counted from its own beginning. */
  int[] freeEntries(ParamSpace.Tensor tensor) {
    return free.get(tensor.offset(), tensor.offset() + tensor.size()).stream().toArray();
  }

  /**
   * The layout of the free parameters alone, in the order of the whole: tensors that are wholly
   * free keep their shape, partly free ones are vectors of their free entries, frozen ones are
   * absent. Names stay.
   */
  public ParamSpace freeSpace() {
    ParamSpace.Builder builder = new ParamSpace.Builder();
    for (Count count : counts()) {
      ParamSpace.Tensor tensor = count.tensor();
      if (count.isWhole()) {
        builder.add(tensor.name(), tensor.shape().toArray(Integer[]::new));
      } else if (!count.isFrozen()) {
        builder.add(tensor.name(), count.free());
      }
    }
    return builder.build();
  }

  /** The free ones of all parameters. */
  public double[] select(double[] all) {
    Check.equal("parameters", all.length, space.size());
    return free.stream().mapToDouble(i -> all[i]).toArray();
  }

  /** All parameters: these free ones, and the frozen ones of {@code all}, which is not changed. */
  public double[] insert(double[] freeOnes, double[] all) {
    Check.equal("parameters", all.length, space.size());
    Check.equal("free parameters", freeOnes.length, size());
    double[] result = all.clone();
    int at = 0;
    for (int i = free.nextSetBit(0); i >= 0; i = free.nextSetBit(i + 1)) {
      result[i] = freeOnes[at++];
    }
    return result;
  }

  /** SHA-256 of the number of parameters and the places of the free ones: equal for equal sets. */
  public String digest() {
    return new Digest().add(space.size()).add(free.toLongArray()).text();
  }
}

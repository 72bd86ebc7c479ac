package org.cusp.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cusp.tensor.Slab;

/**
 * The tensors of which a part is free, whole in working memory: values are scattered into it before
 * an evaluation, and gradients gathered from it afterwards.
 */
final class PartlyFree implements AutoCloseable {
  private final List<Part> parts = new ArrayList<>();
  private final int chains;
  private final Slab values;
  private final Slab gradients;

  /**
   * One tensor.
   *
   * @param offset in the working memory
   * @param freeOffset of its free entries among all free parameters
   * @param entries the places of the free entries in the tensor
   * @param whole the tensor with its frozen values, to be filled in
   * @param some memory for the free entries
   */
  private record Part(
      ParamSpace.Tensor tensor,
      int offset,
      int freeOffset,
      int[] entries,
      double[] whole,
      double[] some) {}

  /**
   * @param w all parameters of the model, frozen or not
   * @param free the free parameters of the chains
   */
  PartlyFree(Restriction restriction, double[] w, Slab free) {
    this.chains = free.rows();
    int offset = 0;
    int freeOffset = 0;
    for (Restriction.Count count : restriction.counts()) {
      if (!count.isWhole() && !count.isFrozen()) {
        parts.add(part(restriction, count.tensor(), w, offset, freeOffset));
        offset += count.tensor().size();
      }
      freeOffset += count.free();
    }
    // A slab has at least one column, also where no tensor is partly free.
    this.values = free.zerosBeside(chains, Math.max(1, offset));
    this.gradients = free.zerosBeside(chains, Math.max(1, offset));
  }

  private static Part part(
      Restriction restriction, ParamSpace.Tensor tensor, double[] w, int offset, int freeOffset) {
    int[] entries = restriction.freeEntries(tensor);
    double[] whole = new double[tensor.size()];
    System.arraycopy(w, tensor.offset(), whole, 0, whole.length);
    return new Part(tensor, offset, freeOffset, entries, whole, new double[entries.length]);
  }

  /** Where the values of these tensors are. */
  Map<String, Places.Place> values() {
    return places(values);
  }

  /** Where their gradients are to be written. */
  Map<String, Places.Place> gradients() {
    return places(gradients);
  }

  private Map<String, Places.Place> places(Slab slab) {
    Map<String, Places.Place> places = new HashMap<>();
    parts.forEach(part -> places.put(part.tensor().name(), new Places.Place(slab, part.offset())));
    return places;
  }

  /**
   * Fills in the free entries of every chain.
   *
   * @param free (Input) [chains, free parameters]
   */
  void scatter(Slab free) {
    for (Part part : parts) {
      double[] some = part.some();
      for (int chain = 0; chain < chains; chain++) {
        free.load(chain, part.freeOffset(), some, some.length);
        for (int i = 0; i < some.length; i++) {
          part.whole()[part.entries()[i]] = some[i];
        }
        values.store(chain, part.offset(), part.whole(), part.whole().length);
      }
    }
  }

  /**
   * Takes the gradients of the free entries of every chain.
   *
   * @param free (Output) [chains, free parameters]
   */
  void gather(Slab free) {
    for (Part part : parts) {
      double[] some = part.some();
      double[] whole = new double[part.whole().length];
      for (int chain = 0; chain < chains; chain++) {
        gradients.load(chain, part.offset(), whole, whole.length);
        for (int i = 0; i < some.length; i++) {
          some[i] = whole[part.entries()[i]];
        }
        free.store(chain, part.freeOffset(), some, some.length);
      }
    }
  }

  @Override
  public void close() {
    values.close();
    gradients.close();
  }
}

package org.cusp.foreign.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.format.NamedTensor;

/**
 * The tensors of a file that are parameters or statistics, and what a configuration beside them
 * says.
 *
 * @param file what messages call it
 */
public record FileTensors(String file, Map<String, NamedTensor> tensors, Settings settings) {
  private static final int NEAREST = 3;

  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  public Set<String> names() {
    return tensors.keySet();
  }

  /**
   * The tensor of this name.
   *
   * @throws InvalidInput if there is none; the message gives the nearest names
   */
  public NamedTensor require(String name) {
    NamedTensor found = tensors.get(name);
    if (found == null) {
      throw new InvalidInput(
          file
              + ": lacks the tensor "
              + name
              + "; nearest names: "
              + String.join(", ", Nearest.several(name, List.copyOf(tensors.keySet()), NEAREST)));
    }
    return found;
  }

  /**
   * The tensor of this name, which must have this shape.
   *
   * @throws InvalidInput if it has not; the message gives both
   */
  public NamedTensor require(String name, int... shape) {
    NamedTensor found = require(name);
    if (!Arrays.equals(found.shape(), shape)) {
      throw new InvalidInput(
          file
              + ": tensor "
              + name
              + " must have shape "
              + Arrays.toString(shape)
              + " by "
              + settings.source()
              + ", found "
              + Arrays.toString(found.shape()));
    }
    return found;
  }

  /** The length of an axis of a tensor that must have so many axes. */
  public int length(String name, int rank, int axis) {
    NamedTensor found = require(name);
    if (found.shape().length != rank) {
      throw new InvalidInput(
          file
              + ": tensor "
              + name
              + " must have "
              + rank
              + " axes, found "
              + Arrays.toString(found.shape()));
    }
    return found.shape()[axis];
  }

  /** The first of these names that is there. */
  public Optional<String> first(String... names) {
    return Arrays.stream(names).filter(this::has).findFirst();
  }

  /** How many names {@code before, number, after} there are with numbers from the first on. */
  public int blocks(String before, String after, int first) {
    int count = 0;
    while (has(before + (first + count) + after)) {
      count++;
    }
    return count;
  }

  /** The names that a plan does not use. */
  public List<String> left(Set<String> used) {
    List<String> left = new ArrayList<>(tensors.keySet());
    left.removeAll(used);
    return left;
  }
}

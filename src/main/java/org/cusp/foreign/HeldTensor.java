package org.cusp.foreign;

import java.util.Arrays;
import org.cusp.format.NamedTensor;

/** A tensor of a file and what it is for. */
public record HeldTensor(String name, Role role, NamedTensor tensor) {
  /** How many axes. */
  int rank() {
    return tensor.shape().length;
  }

  int length(int axis) {
    return tensor.shape()[axis];
  }

  /** How many numbers. */
  public int count() {
    return tensor.values().length;
  }

  TensorName split() {
    return TensorName.of(name);
  }

  /** Whether two are the same numbers; vectors and constants may be equal by chance. */
  boolean same(HeldTensor other) {
    if (tensor == other.tensor) {
      return true;
    }
    double[] mine = tensor.values();
    double[] others = other.tensor.values();
    return rank() >= 2
        && Arrays.equals(tensor.shape(), other.tensor.shape())
        && mine[0] == others[0]
        && Arrays.equals(mine, others)
        && Arrays.stream(mine).anyMatch(value -> value != mine[0]);
  }
}

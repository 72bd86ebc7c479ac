package org.cusp.model;

import java.util.ArrayList;
import java.util.List;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Memory;

/**
 * Where each named tensor of a model lies in the one flat parameter vector.
 *
 * @param tensors in order of offset, without gaps
 */
public record ParamSpace(List<Tensor> tensors) {
  public ParamSpace {
    tensors = List.copyOf(tensors);
    Check.atLeast("tensors of the model", tensors.size(), 1);
  }

  /**
   * One tensor.
   *
   * @param name as in a checkpoint
   * @param shape row-major
   * @param offset of its first number in the flat vector
   */
  public record Tensor(String name, List<Integer> shape, int offset) {
    public Tensor {
      shape = List.copyOf(shape);
    }

    /** The number of its entries. */
    public int size() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }
  }

  /** The number P of parameters. */
  public int size() {
    Tensor last = tensors.get(tensors.size() - 1);
    return last.offset() + last.size();
  }

  /** Lays tensors out one after the other. */
  public static final class Builder {
    private final List<Tensor> tensors = new ArrayList<>();
    private int offset;

    /**
     * The next tensor.
     *
     * @throws InvalidInput if all together are more numbers than half the Java heap holds
     */
    public Tensor add(String name, Integer... shape) {
      Tensor tensor = new Tensor(name, List.of(shape), offset);
      Memory.requireDoubles(
          "the model (tensor " + name + " " + tensor.shape() + ")",
          offset + numbers(tensor.shape()));
      offset = Math.addExact(offset, tensor.size());
      tensors.add(tensor);
      return tensor;
    }

    /** The product of the lengths, which an int or a long may not hold. */
    private static double numbers(List<Integer> shape) {
      return shape.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
    }

    /** The layout of all tensors added. */
    public ParamSpace build() {
      return new ParamSpace(tensors);
    }
  }
}

package org.cusp.train;

import java.util.List;
import org.cusp.model.Model;
import org.cusp.model.ParamSpace;
import org.cusp.tensor.Slab;

/**
 * Tensors among the weights that no optimizer moves: each step puts there what its forward pass
 * left, once the weights have moved. So a state that is saved between steps has them as it has the
 * weights.
 */
final class RunningStatistics implements AutoCloseable {
  private final List<ParamSpace.Tensor> tensors;
  private final Slab w;
  private final Slab next;

  RunningStatistics(Model model, Slab w) {
    this.tensors = model.fixed();
    this.w = w;
    this.next = w.zerosBeside(1, tensors.isEmpty() ? 1 : w.columns());
  }

  /** Where a forward pass puts them. */
  Slab next() {
    return next;
  }

  /** They have no gradient, whatever a rule made of it. */
  void clear(Slab gradient) {
    for (ParamSpace.Tensor tensor : tensors) {
      gradient.store(0, tensor.offset(), new double[tensor.size()], tensor.size());
    }
  }

  /** After a step. */
  void commit() {
    for (ParamSpace.Tensor tensor : tensors) {
      double[] values = new double[tensor.size()];
      next.load(0, tensor.offset(), values, values.length);
      w.store(0, tensor.offset(), values, values.length);
    }
  }

  @Override
  public void close() {
    next.close();
  }
}

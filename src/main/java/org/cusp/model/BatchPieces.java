package org.cusp.model;

import java.util.function.Function;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.BatchTargets;
import org.cusp.tensor.IntSlab;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Rows;
import org.cusp.tensor.Slab;

/** A batch taken in pieces as equal as may be, in order, in the memory of the host. */
final class BatchPieces implements AutoCloseable {
  private final Places values;
  private final int most;
  private final int capacity;
  private final Slab losses;
  private Slab outputs;
  private IntSlab numbers;

  /** What is done with a piece. */
  interface Work {
    /**
     * @param number of the piece, from 0
     * @param losses (Output) of its data
     */
    void with(Batch piece, int number, Slab losses);
  }

  /**
   * @param most data of a piece
   * @param capacity the largest batch
   */
  BatchPieces(Places values, int most, int capacity) {
    this.values = values;
    this.most = most;
    this.capacity = capacity;
    this.losses =
        values.byTensor().values().iterator().next().slab().doublesBeside(values.chains(), most);
  }

  private int size(Batch batch) {
    int count = (batch.size() + most - 1) / most;
    return (batch.size() + count - 1) / count;
  }

  void losses(Kernels kernels, Batch batch, Work work, Slab all) {
    int size = size(batch);
    for (int from = 0, number = 0; from < batch.size(); from += size, number++) {
      int count = Math.min(size, batch.size() - from);
      work.with(piece(batch, from, count), number, losses);
      kernels.scale(MatrixStack.of(losses, 0, 1, count), 1, MatrixStack.of(all, from, 1, count));
    }
  }

  MatrixStack outputs(
      Kernels kernels, Batch batch, int width, Function<Batch, MatrixStack> forward) {
    if (outputs == null) {
      outputs = values.zerosBeside(Math.multiplyExact(capacity, width));
    }
    int size = size(batch);
    for (int from = 0; from < batch.size(); from += size) {
      int count = Math.min(size, batch.size() - from);
      MatrixStack made = forward.apply(piece(batch, from, count));
      kernels.scale(made, 1, MatrixStack.of(outputs, from * width, count, width));
    }
    return MatrixStack.of(outputs, 0, batch.size(), width);
  }

  private Batch piece(Batch batch, int from, int count) {
    return new Batch(part(batch.inputs(), from, count), part(batch.targets(), from, count));
  }

  private static MatrixStack part(MatrixStack rows, int from, int count) {
    int width = rows.columns();
    return MatrixStack.of(rows.slab(), rows.offset() + from * width, count, width);
  }

  private BatchTargets part(BatchTargets targets, int from, int count) {
    if (targets instanceof BatchTargets.Values given) {
      return new BatchTargets.Values(part(given.values(), from, count));
    }
    BatchTargets.Labels given = (BatchTargets.Labels) targets;
    return new BatchTargets.Labels(given.labels(), part(given.rows(), from, count));
  }

  private Rows part(Rows rows, int from, int count) {
    if (rows instanceof Rows.From first) {
      return new Rows.From(first.from() + from);
    }
    IntSlab chosen = ((Rows.Chosen) rows).numbers();
    if (numbers == null || numbers.rows() != chosen.rows()) {
      close(numbers);
      Slab like = values.byTensor().values().iterator().next().slab();
      numbers = IntSlab.zeros(like.memory(), chosen.rows(), most);
    }
    for (int row = 0; row < chosen.rows(); row++) {
      System.arraycopy(chosen.ints(row), from, numbers.ints(row), 0, count);
    }
    return new Rows.Chosen(numbers);
  }

  private static void close(AutoCloseable memory) {
    if (memory instanceof IntSlab ints) {
      ints.close();
    } else if (memory instanceof Slab slab) {
      slab.close();
    }
  }

  @Override
  public void close() {
    losses.close();
    close(outputs);
    close(numbers);
  }
}

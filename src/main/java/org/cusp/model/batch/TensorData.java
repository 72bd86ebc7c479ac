package org.cusp.model.batch;

import java.util.Locale;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.tensor.IntSlab;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Memory;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Rows;
import org.cusp.tensor.Slab;
import org.cusp.tensor.sparse.SparseRows;

/** A data set in tensor memory, shared by all chains and threads; it is only read. */
public final class TensorData implements AutoCloseable {
  private final int n;
  private final int features;
  private final Slab inputs;
  private final Stored targets;
  private final Optional<SparseRows> sparse;

  private sealed interface Stored {
    record Labels(IntSlab labels) implements Stored {}

    record Values(Slab values, int outputs) implements Stored {}
  }

  private TensorData(DataSet data, Memory memory, Precision precision) {
    requireRange(data, "input", data.x(), data.features(), precision);
    if (data.targets() instanceof Targets.Values values) {
      requireRange(data, "target", values.values(), values.outputs(), precision);
    }
    this.n = data.n();
    this.features = data.features();
    this.inputs = Slab.row(memory, precision, data.x());
    this.targets = stored(data.targets(), memory, precision);
    this.sparse =
        precision == Precision.FLOAT32
            ? SparseRows.of(data.x(), data.features())
            : Optional.empty();
  }

  private static Stored stored(Targets targets, Memory memory, Precision precision) {
    if (targets instanceof Targets.Classes classes) {
      return new Stored.Labels(IntSlab.row(memory, classes.labels()));
    }
    if (targets instanceof Targets.Sequences sequences) {
      return new Stored.Labels(IntSlab.row(memory, sequences.labels()));
    }
    Targets.Values values = (Targets.Values) targets;
    return new Stored.Values(Slab.row(memory, precision, values.values()), values.outputs());
  }

  /** A finite number that float32 makes infinite would be other data, with gradients of NaN. */
  private static void requireRange(
      DataSet data, String what, double[] values, int columns, Precision precision) {
    for (int i = 0; precision == Precision.FLOAT32 && i < values.length; i++) {
      if (Float.isInfinite((float) values[i])) {
        throw new InvalidInput(
            String.format(
                Locale.ROOT,
                "%s: row %d, %s %d is %s, beyond the %.1e of float32 (precision: float64 in the"
                    + " spec's model)",
                data.name(),
                i / columns + 1,
                what,
                i % columns + 1,
                values[i],
                Float.MAX_VALUE));
      }
    }
  }

  /**
   * Copies the data set into tensor memory.
   *
   * @throws InvalidInput if a number is beyond the precision
   */
  public static TensorData of(DataSet data, Memory memory, Precision precision) {
    return new TensorData(data, memory, precision);
  }

  /** The number of examples. */
  public int n() {
    return n;
  }

  /** Examples {@code from .. from + count - 1}, the same for all chains, without a copy. */
  public Batch slice(int from, int count) {
    MatrixStack dense = MatrixStack.of(inputs, from * features, count, features);
    MatrixStack rows = sparse.map(all -> dense.with(all.slice(from, count))).orElse(dense);
    if (targets instanceof Stored.Labels stored) {
      return new Batch(rows, new BatchTargets.Labels(stored.labels(), new Rows.From(from)));
    }
    Stored.Values stored = (Stored.Values) targets;
    int width = stored.outputs();
    MatrixStack values = MatrixStack.of(stored.values(), from * width, count, width);
    return new Batch(rows, new BatchTargets.Values(values));
  }

  /** Memory for batches of this size, one for each chain of a pass. */
  public Gathered gathered(int chains, int size) {
    return new Gathered(chains, size);
  }

  @Override
  public void close() {
    inputs.close();
    if (targets instanceof Stored.Values stored) {
      stored.values().close();
    } else if (targets instanceof Stored.Labels stored) {
      stored.labels().close();
    }
  }

  /** Batches of chosen examples, gathered into memory of their own. */
  public final class Gathered implements AutoCloseable {
    private final Slab batchInputs;
    private final IntSlab numbers;
    private final Batch batch;
    private final MatrixStack allInputs = MatrixStack.of(inputs, 0, n, features);
    private final Optional<MatrixStack> allValues = allValues();

    private Gathered(int chains, int size) {
      this.batchInputs = inputs.zerosBeside(chains, Math.multiplyExact(size, features));
      this.numbers = IntSlab.zeros(inputs.memory(), chains, size);
      this.batch =
          new Batch(MatrixStack.of(batchInputs, 0, size, features), targetMemory(chains, size));
    }

    private Optional<MatrixStack> allValues() {
      return targets instanceof Stored.Values stored
          ? Optional.of(MatrixStack.of(stored.values(), 0, n, stored.outputs()))
          : Optional.empty();
    }

    private BatchTargets targetMemory(int chains, int size) {
      if (targets instanceof Stored.Values stored) {
        int width = stored.outputs();
        Slab slab = inputs.zerosBeside(chains, Math.multiplyExact(size, width));
        return new BatchTargets.Values(MatrixStack.of(slab, 0, size, width));
      }
      return new BatchTargets.Labels(((Stored.Labels) targets).labels(), rows());
    }

    /** The numbers of the examples [chains, size], to be filled before {@link #gather}. */
    public IntSlab numbers() {
      return numbers;
    }

    /** Which examples the batch has. */
    public Rows rows() {
      return new Rows.Chosen(numbers);
    }

    /** The batch of the examples of these numbers. */
    public Batch gather(Kernels kernels) {
      kernels.gather(allInputs, numbers, batch.inputs());
      if (batch.targets() instanceof BatchTargets.Values values) {
        kernels.gather(allValues.orElseThrow(), numbers, values.values());
      }
      return batch;
    }

    @Override
    public void close() {
      batchInputs.close();
      numbers.close();
      if (batch.targets() instanceof BatchTargets.Values values) {
        values.values().slab().close();
      }
    }
  }
}

package org.cusp.model.batch;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
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

/**
 * A data set for kernels, shared by all chains and threads; it is only read. What fits into memory
 * lies in tensor memory; of what is larger the blocks that are asked for are copied there.
 */
public final class TensorData implements AutoCloseable {
  private final int n;
  private final int features;
  private final Memory memory;
  private final Precision precision;

  /** Empty where inputs stay in their file, and so do labels of their positions. */
  private final Optional<Slab> inputs;

  private final DataSet data;
  private final Stored targets;
  private final Optional<SparseRows> sparse;

  private sealed interface Stored {
    record Labels(IntSlab labels) implements Stored {}

    record Values(Slab values, int outputs) implements Stored {}

    /** Those of a sequence's positions, beside inputs that stay in a file. */
    record InFile(Targets.Sequences sequences) implements Stored {}
  }

  private TensorData(DataSet data, Memory memory, Precision precision) {
    this.data = data;
    this.n = data.n();
    this.features = data.features();
    this.memory = memory;
    this.precision = precision;
    if (data.targets() instanceof Targets.Values values) {
      requireRange(
          data, "target", 0, values.values().length, values.values(), values.outputs(), precision);
    }
    this.targets = stored(data, memory, precision);
    if (data.inputs().isHeld()) {
      double[] x = data.x();
      requireRange(data, "input", 0, x.length, x, features, precision);
      this.inputs = Optional.of(Slab.row(memory, precision, x));
      this.sparse = precision == Precision.FLOAT32 ? SparseRows.of(x, features) : Optional.empty();
    } else {
      this.inputs = Optional.empty();
      this.sparse = Optional.empty();
    }
  }

  private static Stored stored(DataSet data, Memory memory, Precision precision) {
    Targets targets = data.targets();
    if (targets instanceof Targets.Classes classes) {
      return new Stored.Labels(IntSlab.row(memory, classes.labels()));
    }
    if (targets instanceof Targets.Sequences sequences && !sequences.rows().isHeld()) {
      return new Stored.InFile(sequences);
    }
    if (targets instanceof Targets.Sequences sequences) {
      return new Stored.Labels(IntSlab.row(memory, sequences.labels()));
    }
    Targets.Values values = (Targets.Values) targets;
    return new Stored.Values(Slab.row(memory, precision, values.values()), values.outputs());
  }

  /** A finite number that float32 makes infinite would be other data, with gradients of NaN. */
  private static void requireRange(
      DataSet data,
      String what,
      int from,
      int count,
      double[] values,
      int columns,
      Precision precision) {
    for (int i = 0; precision == Precision.FLOAT32 && i < count; i++) {
      if (Float.isInfinite((float) values[i])) {
        throw new InvalidInput(
            String.format(
                Locale.ROOT,
                "%s: row %d, %s %d is %s, beyond the %.1e of float32 (precision: float64 in the"
                    + " spec's model)",
                data.name(),
                from + i / columns + 1,
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

  /** Whether all of it lies in tensor memory. */
  public boolean isHeld() {
    return inputs.isPresent() && !(targets instanceof Stored.InFile);
  }

  /**
   * Examples {@code from .. from + count - 1}, the same for all chains, without a copy.
   *
   * @throws IllegalStateException where they stay in a file, see {@link #slices}
   */
  public Batch slice(int from, int count) {
    Slab held = inputs.orElseThrow(() -> new IllegalStateException("data that stay in a file"));
    MatrixStack dense = MatrixStack.of(held, from * features, count, features);
    MatrixStack rows = sparse.map(all -> dense.with(all.slice(from, count))).orElse(dense);
    return new Batch(rows, targetsOf(from, count));
  }

  /** Of targets in tensor memory. */
  private BatchTargets targetsOf(int from, int count) {
    if (targets instanceof Stored.Labels stored) {
      return new BatchTargets.Labels(stored.labels(), new Rows.From(from));
    }
    Stored.Values stored = (Stored.Values) targets;
    int width = stored.outputs();
    return new BatchTargets.Values(MatrixStack.of(stored.values(), from * width, count, width));
  }

  /** Examples that follow each other, for one thread at a time. */
  public interface Slices extends AutoCloseable {
    /**
     * Examples {@code from .. from + count - 1}, the same for all chains.
     *
     * @return of data in a file, valid until the next call
     */
    Batch of(int from, int count);

    @Override
    void close();
  }

  /**
   * A reader of slices.
   *
   * @param most examples of a slice
   */
  public Slices slices(int most) {
    return isHeld() ? new HeldSlices() : new FileSlices(most);
  }

  private final class HeldSlices implements Slices {
    @Override
    public Batch of(int from, int count) {
      return slice(from, count);
    }

    @Override
    public void close() {}
  }

  /** Blocks of a file in tensor memory, one at a time. */
  private final class FileSlices implements Slices {
    private final double[] values;
    private final Slab block;
    private final Optional<IntSlab> labels;

    FileSlices(int most) {
      this.values = new double[Math.multiplyExact(most, features)];
      this.block = Slab.zeros(memory, precision, 1, values.length);
      this.labels =
          targets instanceof Stored.InFile file
              ? Optional.of(
                  IntSlab.zeros(memory, 1, Math.multiplyExact(most, file.sequences().positions())))
              : Optional.empty();
    }

    @Override
    public Batch of(int from, int count) {
      data.inputs().read(from, count, values);
      requireRange(data, "input", from, count * features, values, features, precision);
      block.store(0, 0, values, count * features);
      MatrixStack rows = MatrixStack.of(block, 0, count, features);
      return labels
          .map(
              own -> {
                int[] here = ((Stored.InFile) targets).sequences().labels(from, count);
                own.store(0, 0, here, here.length);
                return new Batch(rows, new BatchTargets.Labels(own, new Rows.From(0)));
              })
          .orElseGet(() -> new Batch(rows, targetsOf(from, count)));
    }

    @Override
    public void close() {
      block.close();
      labels.ifPresent(IntSlab::close);
    }
  }

  /** Memory for batches of this size, one for each chain of a pass. */
  public Gathered gathered(int chains, int size) {
    return new Gathered(chains, size);
  }

  @Override
  public void close() {
    inputs.ifPresent(Slab::close);
    if (targets instanceof Stored.Values stored) {
      stored.values().close();
    } else if (targets instanceof Stored.Labels stored) {
      stored.labels().close();
    }
  }

  /** Batches of chosen examples, gathered into memory of their own. */
  public final class Gathered implements AutoCloseable {
    private final int chains;
    private final int size;
    private final Slab batchInputs;
    private final IntSlab numbers;
    private final Optional<IntSlab> ownLabels;
    private final Optional<IntSlab> places;
    private final Batch batch;
    private final Optional<MatrixStack> allInputs =
        inputs.map(held -> MatrixStack.of(held, 0, n, features));
    private final Optional<MatrixStack> allValues = allValues();

    private Gathered(int chains, int size) {
      this.chains = chains;
      this.size = size;
      this.batchInputs = Slab.zeros(memory, precision, chains, Math.multiplyExact(size, features));
      this.numbers = IntSlab.zeros(memory, chains, size);
      this.ownLabels =
          targets instanceof Stored.InFile file
              ? Optional.of(
                  IntSlab.zeros(
                      memory, 1, Math.multiplyExact(chains * size, file.sequences().positions())))
              : Optional.empty();
      this.places = ownLabels.map(labels -> places());
      this.batch = new Batch(MatrixStack.of(batchInputs, 0, size, features), targetMemory());
    }

    /** Example i of chain c is at c size + i. */
    private IntSlab places() {
      IntSlab slab = IntSlab.zeros(memory, chains, size);
      for (int chain = 0; chain < chains; chain++) {
        int first = chain * size;
        slab.setRow(chain, IntStream.range(first, first + size).toArray());
      }
      return slab;
    }

    private Optional<MatrixStack> allValues() {
      return targets instanceof Stored.Values stored
          ? Optional.of(MatrixStack.of(stored.values(), 0, n, stored.outputs()))
          : Optional.empty();
    }

    private BatchTargets targetMemory() {
      if (targets instanceof Stored.Values stored) {
        int width = stored.outputs();
        Slab slab = Slab.zeros(memory, precision, chains, Math.multiplyExact(size, width));
        return new BatchTargets.Values(MatrixStack.of(slab, 0, size, width));
      }
      return targets instanceof Stored.Labels stored
          ? new BatchTargets.Labels(stored.labels(), rows())
          : new BatchTargets.Labels(ownLabels.orElseThrow(), new Rows.Chosen(places.orElseThrow()));
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
      if (isHeld()) {
        kernels.gather(allInputs.orElseThrow(), numbers, batch.inputs());
      } else {
        read();
      }
      if (batch.targets() instanceof BatchTargets.Values values) {
        kernels.gather(allValues.orElseThrow(), numbers, values.values());
      }
      return batch;
    }

    /** From the file, on the host. */
    private void read() {
      double[] row = new double[features];
      for (int chain = 0; chain < chains; chain++) {
        int[] chosen = numbers.getRow(chain);
        for (int i = 0; i < size; i++) {
          data.inputs().read(chosen[i], 1, row);
          requireRange(data, "input", chosen[i], features, row, features, precision);
          batchInputs.store(chain, i * features, row, features);
          if (targets instanceof Stored.InFile file) {
            int[] labels = file.sequences().labels(chosen[i], 1);
            ownLabels
                .orElseThrow()
                .store(0, (chain * size + i) * labels.length, labels, labels.length);
          }
        }
      }
    }

    @Override
    public void close() {
      batchInputs.close();
      numbers.close();
      ownLabels.ifPresent(IntSlab::close);
      places.ifPresent(IntSlab::close);
      if (batch.targets() instanceof BatchTargets.Values values) {
        values.values().slab().close();
      }
    }
  }
}

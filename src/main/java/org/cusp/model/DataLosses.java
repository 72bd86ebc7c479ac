package org.cusp.model;

import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;

/**
 * One parameter on a whole data set.
 *
 * @param perDatum the loss of each datum in nats
 * @param right how often each datum's class, or all its events, are the most probable ones; empty
 *     without classes
 */
public record DataLosses(double[] perDatum, Optional<Right> right) {
  /**
   * What is right.
   *
   * @param counts of each datum: 0 or 1, for sequences the number of their positions that are
   * @param positions of a datum
   */
  public record Right(int[] counts, int positions) {
    /** Whether each of the data, which have one position, is. */
    public boolean[] flags() {
      boolean[] flags = new boolean[counts.length];
      for (int i = 0; i < flags.length; i++) {
        flags[i] = counts[i] == 1;
      }
      return flags;
    }
  }

  /** Data are evaluated in slices of this many, whatever the number of threads. */
  private static final int SLICE = 256;

  /** The fraction of data, or of their positions, that are right; NaN without classes. */
  public double accuracy() {
    if (right.isEmpty()) {
      return Double.NaN;
    }
    long count = 0;
    for (int ofDatum : right.get().counts()) {
      count += ofDatum;
    }
    return count / ((double) right.get().counts().length * right.get().positions());
  }

  /** The mean loss per datum in nats, summed in the order of the data. */
  public double mean() {
    double sum = 0;
    for (double loss : perDatum) {
      sum += loss;
    }
    return sum / perDatum.length;
  }

  /** Evaluates a parameter on all data, in tensor memory of its own. */
  public static DataLosses at(
      Model model,
      double[] w,
      DataSet data,
      Precision precision,
      KernelProvider provider,
      Workers workers) {
    try (Slab row = Slab.row(provider.memory(), precision, w);
        TensorData tensors = TensorData.of(data, provider.memory(), precision)) {
      return of(model, row, data, tensors, provider, workers);
    }
  }

  /**
   * Evaluates the one row of {@code w} on all data.
   *
   * @param tensors the same data in tensor memory
   */
  public static DataLosses of(
      Model model,
      Slab w,
      DataSet data,
      TensorData tensors,
      KernelProvider provider,
      Workers workers) {
    int n = data.n();
    double[] losses = new double[n];
    int[] right = new int[n];
    int size = model.sliceUpTo(Math.min(SLICE, n));
    int slices = (n + size - 1) / size;
    int parts = Math.min(workers.threads(), slices);
    workers.run(
        parts,
        part -> {
          Kernels kernels = provider.create();
          try (Slab sliceLosses = w.doublesBeside(1, size);
              TensorData.Slices reader = tensors.slices(size);
              Evaluator evaluator = model.evaluator(kernels, w, size)) {
            for (int slice = part; slice < slices; slice += parts) {
              int from = slice * size;
              Batch batch = reader.of(from, Math.min(size, n - from));
              MatrixStack outputs = evaluator.outputs(batch);
              model.likelihood().countRight(outputs, data.targets(), from, right);
              model.likelihood().losses(kernels, outputs, batch.targets(), 0, sliceLosses);
              System.arraycopy(sliceLosses.getRow(0), 0, losses, from, batch.size());
            }
          }
        });
    return new DataLosses(
        losses,
        model.likelihood().isOfClasses()
            ? Optional.of(new Right(right, model.likelihood().positions()))
            : Optional.empty());
  }
}

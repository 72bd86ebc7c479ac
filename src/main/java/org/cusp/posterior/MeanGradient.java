package org.cusp.posterior;

import org.cusp.model.Evaluator;
import org.cusp.model.Model;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;

/**
 * The gradient of the mean loss over all data at one parameter. Data are taken in slices of a fixed
 * size, whose gradients are added in double in the order of the data: the result does not depend on
 * the number of threads.
 */
final class MeanGradient {
  private static final int SLICE = 256;
  private static final int BLOCK = 4096;

  private MeanGradient() {}

  /** What one worker owns. */
  private record Part(Evaluator evaluator, TensorData.Slices data, Slab gradient, Slab losses) {}

  /**
   * Evaluates the one row of {@code w} on all data.
   *
   * @return [P], in nats per datum and unit of w
   */
  static double[] of(
      Model model, Slab w, TensorData data, KernelProvider provider, Workers workers) {
    int n = data.n();
    int size = model.sliceUpTo(Math.min(SLICE, n));
    int slices = (n + size - 1) / size;
    Part[] parts = new Part[Math.min(workers.threads(), slices)];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = part(model, w, size, data, provider.create());
    }
    try {
      return sum(parts, data, size, w.columns(), workers);
    } finally {
      for (Part part : parts) {
        part.evaluator().close();
        part.data().close();
        part.gradient().close();
        part.losses().close();
      }
    }
  }

  /** As many slices at a time as there are parts; added in the order of the data. */
  private static double[] sum(
      Part[] parts, TensorData data, int sliceSize, int size, Workers workers) {
    int n = data.n();
    int slices = (n + sliceSize - 1) / sliceSize;
    double[] sum = new double[size];
    for (int first = 0; first < slices; first += parts.length) {
      int begin = first;
      int count = Math.min(parts.length, slices - first);
      workers.run(count, i -> evaluate(parts[i], n, begin + i, sliceSize));
      for (int i = 0; i < count; i++) {
        add(parts[i].gradient(), sizeOf(begin + i, n, sliceSize) / (double) n, sum);
      }
    }
    return sum;
  }

  private static Part part(Model model, Slab w, int capacity, TensorData data, Kernels kernels) {
    return new Part(
        model.evaluator(kernels, w, capacity),
        data.slices(capacity),
        w.zerosBeside(1, w.columns()),
        w.doublesBeside(1, capacity));
  }

  private static int sizeOf(int slice, int n, int most) {
    return Math.min(most, n - slice * most);
  }

  private static void evaluate(Part part, int n, int slice, int size) {
    Batch batch = part.data().of(slice * size, sizeOf(slice, n, size));
    part.evaluator().lossesAndGradient(batch, part.gradient(), part.losses());
  }

  private static void add(Slab gradient, double weight, double[] sum) {
    double[] block = new double[BLOCK];
    for (int from = 0; from < sum.length; from += BLOCK) {
      int length = Math.min(BLOCK, sum.length - from);
      gradient.load(0, from, block, length);
      for (int i = 0; i < length; i++) {
        sum[from + i] += weight * block[i];
      }
    }
  }
}

package org.cusp.foreign;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.cusp.contract.InvalidInput;
import org.cusp.tensor.Workers;

/**
 * What a network answers to examples, computed in double.
 *
 * @param values n x width
 */
public record Outputs(int width, double[] values) {
  private static final int SLICE = 64;

  /** The answers to the first n examples. */
  static Outputs of(List<Step> steps, double[] x, int n, int features, int width, Workers workers) {
    double[] values = new double[Math.multiplyExact(n, width)];
    int slices = (n + SLICE - 1) / SLICE;
    AtomicReference<InvalidInput> wrong = new AtomicReference<>();
    workers.run(
        slices,
        slice -> {
          double[] example = new double[features];
          for (int i = slice * SLICE; i < Math.min(n, (slice + 1) * SLICE); i++) {
            System.arraycopy(x, i * features, example, 0, features);
            try {
              double[] answer = Network.apply(steps, example);
              System.arraycopy(answer, 0, values, i * width, width);
            } catch (InvalidInput e) {
              wrong.compareAndSet(null, e);
            }
          }
        });
    if (wrong.get() != null) {
      throw wrong.get();
    }
    return new Outputs(width, values);
  }

  int n() {
    return values.length / width;
  }

  double at(int example, int output) {
    return values[example * width + output];
  }
}

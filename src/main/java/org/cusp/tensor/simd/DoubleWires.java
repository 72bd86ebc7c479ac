package org.cusp.tensor.simd;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.wiring.Wiring;

/** The operations on wirings in double precision, a datum at a time on the heap. */
final class DoubleWires {
  private static final int SHORT = 4;

  private double[] x = new double[0];
  private double[] y = new double[0];
  private double[] d = new double[0];
  private double[] back = new double[0];

  void sums(MatrixStack source, Wiring wiring, double factor, MatrixStack target, int chain) {
    fit(wiring);
    int inputs = wiring.inputs();
    int outputs = wiring.outputs();
    DoubleBuffer from = source.slab().doubles(source.slab().rowOf(chain));
    DoubleBuffer to = target.slab().doubles(target.slab().rowOf(chain));
    x[inputs] = 0;
    for (int row = 0; row < target.rows(); row++) {
      from.get(source.offset() + row * inputs, x, 0, inputs);
      if (factor == 1 && isLong(wiring)) {
        copied(wiring);
      } else if (factor == 1 && wiring.transposeOf().filter(DoubleWires::isLong).isPresent()) {
        added(wiring.transposeOf().get());
      } else {
        summed(wiring, factor);
      }
      to.put(target.offset() + row * outputs, y, 0, outputs);
    }
  }

  /** Whether its runs are worth starting a loop for each. */
  private static boolean isLong(Wiring wiring) {
    return wiring.runs().length > 0 && wiring.runs().length / 3 * SHORT <= wiring.outputs();
  }

  private void copied(Wiring wiring) {
    int[] runs = wiring.runs();
    Arrays.fill(y, 0, wiring.outputs(), 0);
    for (int r = 0; r < runs.length; r += 3) {
      System.arraycopy(x, runs[r + 1], y, runs[r], runs[r + 2]);
    }
  }

  /** By the transpose of copies: each input is added where it was copied from. */
  private void added(Wiring copies) {
    double[] in = x;
    double[] out = y;
    int[] runs = copies.runs();
    Arrays.fill(out, 0, copies.inputs(), 0);
    for (int r = 0; r < runs.length; r += 3) {
      int from = runs[r];
      int to = runs[r + 1];
      int length = runs[r + 2];
      for (int i = 0; i < length; i++) {
        out[to + i] += in[from + i];
      }
    }
  }

  private void summed(Wiring wiring, double factor) {
    double[] in = x;
    int[] places = wiring.places();
    int terms = wiring.terms();
    int outputs = wiring.outputs();
    for (int j = 0, k = 0; j < outputs; j++) {
      double sum = 0;
      for (int end = k + terms; k < end; k++) {
        sum += in[places[k]];
      }
      y[j] = (factor * sum);
    }
  }

  void maxima(MatrixStack source, Wiring windows, MatrixStack target, int chain) {
    fit(windows);
    int inputs = windows.inputs();
    int outputs = windows.outputs();
    DoubleBuffer from = source.slab().doubles(source.slab().rowOf(chain));
    DoubleBuffer to = target.slab().doubles(target.slab().rowOf(chain));
    x[inputs] = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < target.rows(); row++) {
      from.get(source.offset() + row * inputs, x, 0, inputs);
      largest(windows);
      to.put(target.offset() + row * outputs, y, 0, outputs);
    }
  }

  private void largest(Wiring windows) {
    double[] in = x;
    int[] places = windows.places();
    int terms = windows.terms();
    int outputs = windows.outputs();
    for (int j = 0, k = 0; j < outputs; j++) {
      double most = Double.NEGATIVE_INFINITY;
      for (int end = k + terms; k < end; k++) {
        most = Math.max(most, in[places[k]]);
      }
      y[j] = most;
    }
  }

  void maximaBackward(
      MatrixStack source,
      MatrixStack maxima,
      Wiring windows,
      MatrixStack delta,
      MatrixStack target,
      int chain) {
    fit(windows);
    int inputs = windows.inputs();
    int outputs = windows.outputs();
    x[inputs] = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < target.rows(); row++) {
      source
          .slab()
          .doubles(source.slab().rowOf(chain))
          .get(source.offset() + row * inputs, x, 0, inputs);
      maxima
          .slab()
          .doubles(maxima.slab().rowOf(chain))
          .get(maxima.offset() + row * outputs, y, 0, outputs);
      delta
          .slab()
          .doubles(delta.slab().rowOf(chain))
          .get(delta.offset() + row * outputs, d, 0, outputs);
      toFirst(windows);
      target
          .slab()
          .doubles(target.slab().rowOf(chain))
          .put(target.offset() + row * inputs, back, 0, inputs);
    }
  }

  private void toFirst(Wiring windows) {
    Arrays.fill(back, 0, windows.inputs() + 1, 0);
    int[] places = windows.places();
    int terms = windows.terms();
    int outputs = windows.outputs();
    for (int j = 0; j < outputs; j++) {
      for (int k = j * terms; k < (j + 1) * terms; k++) {
        int place = places[k];
        if (x[place] == y[j]) {
          back[place] += d[j];
          break;
        }
      }
    }
  }

  private void fit(Wiring wiring) {
    if (x.length <= wiring.inputs()) {
      x = new double[wiring.inputs() + 1];
      back = new double[wiring.inputs() + 1];
    }
    if (y.length < wiring.outputs()) {
      y = new double[wiring.outputs()];
      d = new double[wiring.outputs()];
    }
  }
}

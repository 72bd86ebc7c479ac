package org.cusp.tensor.simd;

import java.nio.FloatBuffer;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.simd.lanes.FloatMath;
import org.cusp.tensor.wiring.Wiring;

/** The operations on wirings in single precision, a datum at a time on the heap. */
final class FloatWires {
  private static final int SHORT = 4;

  /** Of runs that are copied number by number. */
  private static final int LONGEST = 16;

  private float[] x = new float[0];
  private float[] y = new float[0];
  private float[] d = new float[0];
  private float[] back = new float[0];
  private int[] found = new int[0];
  private final FloatHalving halving = new FloatHalving();

  void sums(MatrixStack source, Wiring wiring, double factor, MatrixStack target, int chain) {
    fit(wiring);
    int inputs = wiring.inputs();
    int outputs = wiring.outputs();
    FloatBuffer from = source.slab().floats(source.slab().rowOf(chain));
    FloatBuffer to = target.slab().floats(target.slab().rowOf(chain));
    x[inputs] = 0;
    for (int row = 0; row < target.rows(); row++) {
      from.get(source.offset() + row * inputs, x, 0, inputs);
      if (factor == 1 && isLong(wiring)) {
        copied(wiring);
      } else if (factor == 1 && wiring.transposeOf().filter(FloatWires::isLong).isPresent()) {
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
      copied(x, runs[r + 1], y, runs[r], runs[r + 2]);
    }
  }

  /** Runs are the rows of a window: mostly too short for the start of a general copy. */
  private static void copied(float[] in, int from, float[] out, int to, int length) {
    if (length > LONGEST) {
      System.arraycopy(in, from, out, to, length);
      return;
    }
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      out[to + i] = in[from + i];
      out[to + i + 1] = in[from + i + 1];
      out[to + i + 2] = in[from + i + 2];
      out[to + i + 3] = in[from + i + 3];
      out[to + i + 4] = in[from + i + 4];
      out[to + i + 5] = in[from + i + 5];
      out[to + i + 6] = in[from + i + 6];
      out[to + i + 7] = in[from + i + 7];
    }
    for (; i < length; i++) {
      out[to + i] = in[from + i];
    }
  }

  private static void added(float[] in, int from, float[] out, int to, int length) {
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      out[to + i] += in[from + i];
      out[to + i + 1] += in[from + i + 1];
      out[to + i + 2] += in[from + i + 2];
      out[to + i + 3] += in[from + i + 3];
      out[to + i + 4] += in[from + i + 4];
      out[to + i + 5] += in[from + i + 5];
      out[to + i + 6] += in[from + i + 6];
      out[to + i + 7] += in[from + i + 7];
    }
    for (; i < length; i++) {
      out[to + i] += in[from + i];
    }
  }

  /** By the transpose of copies: each input is added where it was copied from. */
  private void added(Wiring copies) {
    float[] in = x;
    float[] out = y;
    int[] runs = copies.runs();
    Arrays.fill(out, 0, copies.inputs(), 0);
    for (int r = 0; r < runs.length; r += 3) {
      added(in, runs[r], out, runs[r + 1], runs[r + 2]);
    }
  }

  private void summed(Wiring wiring, double factor) {
    float[] in = x;
    int[] places = wiring.places();
    int terms = wiring.terms();
    int outputs = wiring.outputs();
    for (int j = 0, k = 0; j < outputs; j++) {
      double sum = 0;
      for (int end = k + terms; k < end; k++) {
        sum += in[places[k]];
      }
      y[j] = (float) (factor * sum);
    }
  }

  void maxima(MatrixStack source, Wiring windows, MatrixStack target, int chain) {
    fit(windows);
    int inputs = windows.inputs();
    int outputs = windows.outputs();
    FloatBuffer from = source.slab().floats(source.slab().rowOf(chain));
    FloatBuffer to = target.slab().floats(target.slab().rowOf(chain));
    x[inputs] = Float.NEGATIVE_INFINITY;
    boolean halves = halves(windows);
    for (int row = 0; row < target.rows(); row++) {
      from.get(source.offset() + row * inputs, x, 0, inputs);
      if (halves) {
        halving.maxima(windows.windows().get(), x, y);
      } else {
        largest(windows);
      }
      to.put(target.offset() + row * outputs, y, 0, outputs);
    }
  }

  private static boolean halves(Wiring windows) {
    return windows.windows().isPresent() && windows.windows().get().halve();
  }

  /** Many outputs at once, their terms one after the other. */
  private void largest(Wiring windows) {
    float[] in = x;
    int[] places = windows.placesByTerm();
    int terms = windows.terms();
    int outputs = windows.outputs();
    int j = 0;
    for (; j + FloatMath.LANES <= outputs; j += FloatMath.LANES) {
      FloatVector most = FloatVector.fromArray(FloatMath.F, in, 0, places, j);
      for (int k = 1; k < terms; k++) {
        most = most.max(FloatVector.fromArray(FloatMath.F, in, 0, places, k * outputs + j));
      }
      most.intoArray(y, j);
    }
    for (; j < outputs; j++) {
      float most = in[places[j]];
      for (int k = 1; k < terms; k++) {
        most = Math.max(most, in[places[k * outputs + j]]);
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
    x[inputs] = Float.NEGATIVE_INFINITY;
    boolean halves = halves(windows);
    for (int row = 0; row < target.rows(); row++) {
      source
          .slab()
          .floats(source.slab().rowOf(chain))
          .get(source.offset() + row * inputs, x, 0, inputs);
      maxima
          .slab()
          .floats(maxima.slab().rowOf(chain))
          .get(maxima.offset() + row * outputs, y, 0, outputs);
      delta
          .slab()
          .floats(delta.slab().rowOf(chain))
          .get(delta.offset() + row * outputs, d, 0, outputs);
      if (halves) {
        halving.back(windows.windows().get(), x, y, d, back);
      } else {
        toFirst(windows);
      }
      target
          .slab()
          .floats(target.slab().rowOf(chain))
          .put(target.offset() + row * inputs, back, 0, inputs);
    }
  }

  /**
   * From the last term on and without a branch, which would be guessed wrong for half of them: bits
   * are compared, and adding 0 makes one of both zeros. All outputs by term, since a loop over the
   * few terms of a window costs more than what is in it.
   */
  private void toFirst(Wiring windows) {
    int outputs = windows.outputs();
    Arrays.fill(back, 0, windows.inputs() + 1, 0);
    Arrays.fill(found, 0, outputs, windows.inputs());
    for (int k = windows.terms() - 1; k >= 0; k--) {
      where(x, windows.placesByTerm(), k * outputs, y, found, outputs);
    }
    for (int j = 0; j < outputs; j++) {
      back[found[j]] += d[j];
    }
  }

  private static void where(
      float[] in, int[] places, int from, float[] most, int[] found, int outputs) {
    for (int j = 0; j < outputs; j++) {
      int place = places[from + j];
      int off = Float.floatToRawIntBits(in[place] + 0f) ^ Float.floatToRawIntBits(most[j] + 0f);
      int differs = (off | -off) >>> 31;
      found[j] ^= (found[j] ^ place) & (differs - 1);
    }
  }

  private void fit(Wiring wiring) {
    if (x.length <= wiring.inputs()) {
      x = new float[wiring.inputs() + FloatHalving.SLACK];
      back = new float[wiring.inputs() + FloatHalving.SLACK];
    }
    if (found.length < wiring.outputs()) {
      y = new float[wiring.outputs() + FloatHalving.SLACK];
      d = new float[wiring.outputs() + FloatHalving.SLACK];
      found = new int[wiring.outputs()];
    }
  }
}

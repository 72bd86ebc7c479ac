package org.cusp.tensor.simd;

import java.nio.FloatBuffer;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Sums;
import org.cusp.tensor.wiring.Wiring;

/**
 * Element-by-element operations in single precision. Each takes a block from the buffers to the
 * heap, works there, and puts it back. Those in double precision are written after these.
 */
final class FloatElements implements ElementKernels {
  /** Of rows shorter than this, numbers are copied one by one. */
  private static final int NARROW = 16;

  /** A multiple of the tile of normals. */
  private static final int BLOCK = Sums.block(Precision.FLOAT32);

  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = F.length();

  private final float[] a = new float[BLOCK];
  private final float[] b = new float[BLOCK];
  private final float[] c = new float[BLOCK];
  private final float[] noise = new float[BLOCK];
  private final FloatWires wires = new FloatWires();
  private final FloatNormalVectors normals = new FloatNormalVectors(BLOCK);

  @Override
  public void addBias(MatrixStack z, MatrixStack bias, int chain) {
    int width = z.columns();
    FloatBuffer values = z.slab().floats(z.slab().rowOf(chain));
    FloatBuffer given = bias.slab().floats(bias.slab().rowOf(chain));
    for (int from = 0; from < width; from += BLOCK) {
      int length = Math.min(BLOCK, width - from);
      given.get(bias.offset() + from, b, 0, length);
      if (length < width) {
        for (int r = 0; r < z.rows(); r++) {
          addTo(values, z.offset() + r * width + from, 1, length);
        }
        continue;
      }
      int most = BLOCK / width;
      for (int r = 0; r < z.rows(); r += most) {
        addTo(values, z.offset() + r * width, Math.min(most, z.rows() - r), width);
      }
    }
  }

  /** To each of some rows what lies in b. */
  private void addTo(FloatBuffer values, int at, int rows, int width) {
    values.get(at, a, 0, rows * width);
    int whole = width - width % LANES;
    for (int row = 0; row < rows * width; row += width) {
      for (int i = 0; i < whole; i += LANES) {
        FloatVector sum = FloatVector.fromArray(F, a, row + i);
        sum.add(FloatVector.fromArray(F, b, i)).intoArray(a, row + i);
      }
      for (int i = whole; i < width; i++) {
        a[row + i] += b[i];
      }
    }
    values.put(at, a, 0, rows * width);
  }

  @Override
  public void activate(Activation f, MatrixStack z, MatrixStack out, int chain) {
    FloatBuffer from = z.slab().floats(z.slab().rowOf(chain));
    FloatBuffer to = out.slab().floats(out.slab().rowOf(chain));
    for (int done = 0; done < z.size(); done += BLOCK) {
      int length = Math.min(BLOCK, z.size() - done);
      from.get(z.offset() + done, a, 0, length);
      FloatActivations.apply(f, a, length);
      to.put(out.offset() + done, a, 0, length);
    }
  }

  @Override
  public void activateBackward(Activation f, MatrixStack delta, MatrixStack saved, int chain) {
    FloatBuffer gradient = delta.slab().floats(delta.slab().rowOf(chain));
    FloatBuffer values = saved.slab().floats(saved.slab().rowOf(chain));
    for (int done = 0; done < delta.size(); done += BLOCK) {
      int length = Math.min(BLOCK, delta.size() - done);
      gradient.get(delta.offset() + done, a, 0, length);
      values.get(saved.offset() + done, b, 0, length);
      FloatActivations.backward(f, a, b, length);
      gradient.put(delta.offset() + done, a, 0, length);
    }
  }

  @Override
  public void times(MatrixStack left, MatrixStack right, MatrixStack target, int chain) {
    FloatBuffer first = left.slab().floats(left.slab().rowOf(chain));
    FloatBuffer second = right.slab().floats(right.slab().rowOf(chain));
    FloatBuffer to = target.slab().floats(target.slab().rowOf(chain));
    for (int done = 0; done < target.size(); done += BLOCK) {
      int length = Math.min(BLOCK, target.size() - done);
      first.get(left.offset() + done, a, 0, length);
      second.get(right.offset() + done, b, 0, length);
      for (int i = 0; i < length; i++) {
        a[i] *= b[i];
      }
      to.put(target.offset() + done, a, 0, length);
    }
  }

  @Override
  public void scale(MatrixStack source, double factor, MatrixStack target, int chain) {
    float by = (float) factor;
    FloatBuffer from = source.slab().floats(source.slab().rowOf(chain));
    FloatBuffer to = target.slab().floats(target.slab().rowOf(chain));
    for (int done = 0; done < target.size(); done += BLOCK) {
      int length = Math.min(BLOCK, target.size() - done);
      from.get(source.offset() + done, a, 0, length);
      for (int i = 0; i < length; i++) {
        a[i] *= by;
      }
      to.put(target.offset() + done, a, 0, length);
    }
  }

  @Override
  public void exchange(Slab target, Slab minus, Slab plus, int chain) {
    FloatBuffer values = target.floats(chain);
    FloatBuffer taken = minus.floats(minus.rowOf(chain));
    FloatBuffer given = plus.floats(plus.rowOf(chain));
    for (int from = 0; from < target.columns(); from += BLOCK) {
      int length = Math.min(BLOCK, target.columns() - from);
      values.get(from, a, 0, length);
      taken.get(from, b, 0, length);
      given.get(from, c, 0, length);
      for (int i = 0; i < length; i++) {
        a[i] = (a[i] - b[i]) + c[i];
      }
      values.put(from, a, 0, length);
    }
  }

  @Override
  public void normals(Slab out, RandomStream stream, long t, int chain) {
    FloatBuffer values = out.floats(chain);
    for (int from = 0; from < out.columns(); from += BLOCK) {
      int length = Math.min(BLOCK, out.columns() - from);
      normals.fill(stream, t, from, noise, length);
      values.put(from, noise, 0, length);
    }
  }

  @Override
  public void accumulate(Slab sum, double factor, Slab term, double weight, int row) {
    FloatBuffer sums = sum.floats(row);
    FloatBuffer terms = term.floats(row);
    float keep = (float) factor;
    float share = (float) weight;
    for (int from = 0; from < sum.columns(); from += BLOCK) {
      int length = Math.min(BLOCK, sum.columns() - from);
      terms.get(from, b, 0, length);
      if (factor == 0) {
        Arrays.fill(a, 0, length, 0);
      } else {
        sums.get(from, a, 0, length);
      }
      for (int i = 0; i < length; i++) {
        a[i] = keep * a[i] + share * b[i];
      }
      sums.put(from, a, 0, length);
    }
  }

  @Override
  public void copy(Slab source, Slab target, int row) {
    target.floats(row).put(0, source.floats(row), 0, target.columns());
  }

  @Override
  public void copyRows(MatrixStack source, int[] chosen, MatrixStack target, int chain) {
    int width = target.columns();
    FloatBuffer from = source.slab().floats(source.slab().rowOf(chain));
    FloatBuffer to = target.slab().floats(target.slab().rowOf(chain));
    if (width < NARROW) {
      copyNumbers(from, source.offset(), chosen, to, target);
      return;
    }
    for (int row = 0; row < target.rows(); row++) {
      to.put(target.offset() + row * width, from, source.offset() + chosen[row] * width, width);
    }
  }

  /** By blocks on the heap. */
  private void copyNumbers(
      FloatBuffer from, int offset, int[] chosen, FloatBuffer to, MatrixStack target) {
    int width = target.columns();
    int at = target.offset();
    int filled = 0;
    for (int row = 0; row < target.rows(); row++) {
      if (filled + width > a.length) {
        to.put(at, a, 0, filled);
        at += filled;
        filled = 0;
      }
      int place = offset + chosen[row] * width;
      for (int j = 0; j < width; j++) {
        a[filled++] = from.get(place + j);
      }
    }
    to.put(at, a, 0, filled);
  }

  @Override
  public void load(Slab slab, int row, int from, double[] out, int length) {
    FloatTransfer.load(slab.floats(row), from, a, out, length);
  }

  @Override
  public void store(Slab slab, int row, int from, double[] values, int length) {
    FloatTransfer.store(slab.floats(row), from, a, values, length);
  }

  @Override
  public void sums(
      MatrixStack source, Wiring wiring, double factor, MatrixStack target, int chain) {
    wires.sums(source, wiring, factor, target, chain);
  }

  @Override
  public void maxima(MatrixStack source, Wiring windows, MatrixStack target, int chain) {
    wires.maxima(source, windows, target, chain);
  }

  @Override
  public void maximaBackward(
      MatrixStack source,
      MatrixStack maxima,
      Wiring windows,
      MatrixStack delta,
      MatrixStack target,
      int chain) {
    wires.maximaBackward(source, maxima, windows, delta, target, chain);
  }
}

package org.cusp.tensor.simd;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.sequence.Normalisation;
import org.cusp.tensor.simd.lanes.FloatSums;

/**
 * Normalisation in single precision, row by row on the heap; sums are as {@link FloatSums} takes
 * them. Those in double precision are written after these.
 */
final class FloatNorms implements NormKernels {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = F.length();
  private static final int BLOCK = 4096;

  /** Rows whose products are added before they are added to a sum in double. */
  private static final int TOGETHER = 8;

  private float[] in = new float[0];
  private float[] out = new float[0];
  private float[] factors = new float[0];
  private float[] terms = new float[0];
  private float[] moment = new float[0];
  private final FloatSums sums = new FloatSums();
  private double[] totals = new double[0];

  /** How many rows are taken at once. */
  private int fit(int width) {
    int rows = Math.max(1, BLOCK / width);
    if (in.length < rows * width) {
      in = new float[rows * width];
      out = new float[rows * width];
    }
    if (factors.length < width) {
      factors = new float[width];
      terms = new float[width];
      totals = new double[width];
    }
    if (moment.length < 2 * rows) {
      moment = new float[2 * rows];
    }
    return rows;
  }

  private static FloatBuffer row(MatrixStack matrix, int chain) {
    return matrix.slab().floats(matrix.slab().rowOf(chain));
  }

  /** A parameter of the vectors, or the same number everywhere. */
  private static void load(
      Optional<MatrixStack> parameter, int chain, float otherwise, float[] to, int width) {
    if (parameter.isPresent()) {
      MatrixStack given = parameter.get();
      row(given, chain).get(given.offset(), to, 0, width);
    } else {
      Arrays.fill(to, 0, width, otherwise);
    }
  }

  @Override
  public void normalise(
      Normalisation by, Operands on, Optional<MatrixStack> shift, MatrixStack y, int chain) {
    MatrixStack x = on.x();
    MatrixStack moments = on.moments();
    int width = x.columns();
    int most = fit(width);
    load(on.scale(), chain, 1, factors, width);
    load(shift, chain, 0, terms, width);
    FloatBuffer from = row(x, chain);
    FloatBuffer kept = row(moments, chain);
    FloatBuffer to = row(y, chain);
    for (int done = 0; done < x.rows(); done += most) {
      int rows = Math.min(most, x.rows() - done);
      from.get(x.offset() + done * width, in, 0, rows * width);
      for (int r = 0; r < rows; r++) {
        normalise(by, r, width);
      }
      kept.put(moments.offset() + 2 * done, moment, 0, 2 * rows);
      to.put(y.offset() + done * width, out, 0, rows * width);
    }
  }

  private void normalise(Normalisation by, int r, int width) {
    int at = r * width;
    float middle =
        by.centre() == Normalisation.Centre.MEAN ? (float) (sums.of(in, at, width) / width) : 0;
    int whole = width - width % LANES;
    for (int j = 0; j < whole; j += LANES) {
      FloatVector.fromArray(F, in, at + j).sub(middle).intoArray(out, at + j);
    }
    for (int j = whole; j < width; j++) {
      out[at + j] = in[at + j] - middle;
    }
    double variance = sums.ofProducts(out, out, at, width) / width;
    float root = (float) (1 / Math.sqrt(variance + by.epsilon()));
    for (int j = 0; j < whole; j += LANES) {
      FloatVector.fromArray(F, out, at + j)
          .mul(root)
          .mul(FloatVector.fromArray(F, factors, j))
          .add(FloatVector.fromArray(F, terms, j))
          .intoArray(out, at + j);
    }
    for (int j = whole; j < width; j++) {
      out[at + j] = out[at + j] * root * factors[j] + terms[j];
    }
    moment[2 * r] = middle;
    moment[2 * r + 1] = root;
  }

  @Override
  public void normaliseBackward(
      Normalisation by, Operands on, MatrixStack delta, MatrixStack passed, int chain) {
    MatrixStack x = on.x();
    MatrixStack moments = on.moments();
    int width = x.columns();
    int most = fit(width);
    load(on.scale(), chain, 1, factors, width);
    FloatBuffer from = row(x, chain);
    FloatBuffer kept = row(moments, chain);
    FloatBuffer gradient = row(delta, chain);
    FloatBuffer to = row(passed, chain);
    for (int done = 0; done < x.rows(); done += most) {
      int rows = Math.min(most, x.rows() - done);
      from.get(x.offset() + done * width, in, 0, rows * width);
      kept.get(moments.offset() + 2 * done, moment, 0, 2 * rows);
      gradient.get(delta.offset() + done * width, out, 0, rows * width);
      for (int r = 0; r < rows; r++) {
        passBack(by, r, width);
      }
      to.put(passed.offset() + done * width, out, 0, rows * width);
    }
  }

  /** With e = d s: r (e - mean(e) - h mean(e h)), without mean(e) where nothing was taken away. */
  private void passBack(Normalisation by, int r, int width) {
    int at = r * width;
    float middle = moment[2 * r];
    float root = moment[2 * r + 1];
    int whole = width - width % LANES;
    for (int j = 0; j < whole; j += LANES) {
      FloatVector scaled = FloatVector.fromArray(F, out, at + j);
      scaled.mul(FloatVector.fromArray(F, factors, j)).intoArray(out, at + j);
      FloatVector.fromArray(F, in, at + j).sub(middle).mul(root).intoArray(in, at + j);
    }
    for (int j = whole; j < width; j++) {
      out[at + j] *= factors[j];
      in[at + j] = (in[at + j] - middle) * root;
    }
    float along = (float) (sums.ofProducts(out, in, at, width) / width);
    float mean =
        by.centre() == Normalisation.Centre.MEAN ? (float) (sums.of(out, at, width) / width) : 0;
    for (int j = 0; j < whole; j += LANES) {
      FloatVector taken = FloatVector.fromArray(F, in, at + j).mul(along);
      FloatVector.fromArray(F, out, at + j).sub(mean).sub(taken).mul(root).intoArray(out, at + j);
    }
    for (int j = whole; j < width; j++) {
      out[at + j] = root * (out[at + j] - mean - in[at + j] * along);
    }
  }

  @Override
  public void normalisedProducts(
      MatrixStack x, MatrixStack moments, MatrixStack delta, MatrixStack total, int chain) {
    int width = x.columns();
    int most = fit(width);
    FloatBuffer from = row(x, chain);
    FloatBuffer kept = row(moments, chain);
    FloatBuffer gradient = row(delta, chain);
    Arrays.fill(totals, 0, width, 0);
    for (int done = 0; done < x.rows(); done += most) {
      int rows = Math.min(most, x.rows() - done);
      from.get(x.offset() + done * width, in, 0, rows * width);
      kept.get(moments.offset() + 2 * done, moment, 0, 2 * rows);
      gradient.get(delta.offset() + done * width, out, 0, rows * width);
      for (int r = 0; r < rows; r += TOGETHER) {
        addProducts(r, Math.min(rows, r + TOGETHER), width);
      }
    }
    for (int j = 0; j < width; j++) {
      factors[j] = (float) totals[j];
    }
    row(total, chain).put(total.offset(), factors, 0, width);
  }

  private void addProducts(int from, int end, int width) {
    int whole = width - width % LANES;
    for (int j = 0; j < whole; j += LANES) {
      FloatVector sum = FloatVector.zero(F);
      for (int r = from; r < end; r++) {
        int at = r * width + j;
        FloatVector h = FloatVector.fromArray(F, in, at).sub(moment[2 * r]).mul(moment[2 * r + 1]);
        sum = sum.add(h.mul(FloatVector.fromArray(F, out, at)));
      }
      sum.intoArray(terms, j);
    }
    for (int j = whole; j < width; j++) {
      terms[j] = 0;
      for (int r = from; r < end; r++) {
        int at = r * width + j;
        terms[j] += (in[at] - moment[2 * r]) * moment[2 * r + 1] * out[at];
      }
    }
    for (int j = 0; j < width; j++) {
      totals[j] += terms[j];
    }
  }
}

package org.cusp.tensor.simd;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.Optional;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.sequence.Normalisation;
import org.cusp.tensor.simd.lanes.DoubleSums;

/** What {@link FloatNorms} does, in double precision; written after it. */
final class DoubleNorms implements NormKernels {
  private static final VectorSpecies<Double> F = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = F.length();
  private static final int BLOCK = 4096;

  /** Rows whose products are added before they are added to a sum in double. */
  private static final int TOGETHER = 8;

  private double[] in = new double[0];
  private double[] out = new double[0];
  private double[] factors = new double[0];
  private double[] terms = new double[0];
  private double[] moment = new double[0];
  private final DoubleSums sums = new DoubleSums();
  private double[] totals = new double[0];

  /** How many rows are taken at once. */
  private int fit(int width) {
    int rows = Math.max(1, BLOCK / width);
    if (in.length < rows * width) {
      in = new double[rows * width];
      out = new double[rows * width];
    }
    if (factors.length < width) {
      factors = new double[width];
      terms = new double[width];
      totals = new double[width];
    }
    if (moment.length < 2 * rows) {
      moment = new double[2 * rows];
    }
    return rows;
  }

  private static DoubleBuffer row(MatrixStack matrix, int chain) {
    return matrix.slab().doubles(matrix.slab().rowOf(chain));
  }

  /** A parameter of the vectors, or the same number everywhere. */
  private static void load(
      Optional<MatrixStack> parameter, int chain, double otherwise, double[] to, int width) {
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
    DoubleBuffer from = row(x, chain);
    DoubleBuffer kept = row(moments, chain);
    DoubleBuffer to = row(y, chain);
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
    double middle = by.centre() == Normalisation.Centre.MEAN ? (sums.of(in, at, width) / width) : 0;
    int whole = width - width % LANES;
    for (int j = 0; j < whole; j += LANES) {
      DoubleVector.fromArray(F, in, at + j).sub(middle).intoArray(out, at + j);
    }
    for (int j = whole; j < width; j++) {
      out[at + j] = in[at + j] - middle;
    }
    double variance = sums.ofProducts(out, out, at, width) / width;
    double root = (1 / Math.sqrt(variance + by.epsilon()));
    for (int j = 0; j < whole; j += LANES) {
      DoubleVector.fromArray(F, out, at + j)
          .mul(root)
          .mul(DoubleVector.fromArray(F, factors, j))
          .add(DoubleVector.fromArray(F, terms, j))
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
    DoubleBuffer from = row(x, chain);
    DoubleBuffer kept = row(moments, chain);
    DoubleBuffer gradient = row(delta, chain);
    DoubleBuffer to = row(passed, chain);
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
    double middle = moment[2 * r];
    double root = moment[2 * r + 1];
    int whole = width - width % LANES;
    for (int j = 0; j < whole; j += LANES) {
      DoubleVector scaled = DoubleVector.fromArray(F, out, at + j);
      scaled.mul(DoubleVector.fromArray(F, factors, j)).intoArray(out, at + j);
      DoubleVector.fromArray(F, in, at + j).sub(middle).mul(root).intoArray(in, at + j);
    }
    for (int j = whole; j < width; j++) {
      out[at + j] *= factors[j];
      in[at + j] = (in[at + j] - middle) * root;
    }
    double along = (sums.ofProducts(out, in, at, width) / width);
    double mean = by.centre() == Normalisation.Centre.MEAN ? (sums.of(out, at, width) / width) : 0;
    for (int j = 0; j < whole; j += LANES) {
      DoubleVector taken = DoubleVector.fromArray(F, in, at + j).mul(along);
      DoubleVector.fromArray(F, out, at + j).sub(mean).sub(taken).mul(root).intoArray(out, at + j);
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
    DoubleBuffer from = row(x, chain);
    DoubleBuffer kept = row(moments, chain);
    DoubleBuffer gradient = row(delta, chain);
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
      factors[j] = totals[j];
    }
    row(total, chain).put(total.offset(), factors, 0, width);
  }

  private void addProducts(int from, int end, int width) {
    int whole = width - width % LANES;
    for (int j = 0; j < whole; j += LANES) {
      DoubleVector sum = DoubleVector.zero(F);
      for (int r = from; r < end; r++) {
        int at = r * width + j;
        DoubleVector h =
            DoubleVector.fromArray(F, in, at).sub(moment[2 * r]).mul(moment[2 * r + 1]);
        sum = sum.add(h.mul(DoubleVector.fromArray(F, out, at)));
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

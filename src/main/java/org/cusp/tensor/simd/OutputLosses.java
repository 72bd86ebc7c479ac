package org.cusp.tensor.simd;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Rows;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Sums;
import org.cusp.tensor.simd.lanes.DoubleMath;
import org.cusp.tensor.simd.lanes.DoubleSums;

/** Negative log-likelihoods of one chain's outputs, in double whatever the precision. */
final class OutputLosses {
  /** Numbers of outputs that are worked on at a time: 512 KiB of doubles. */
  private static final int BLOCK = 1 << 16;

  private static final VectorSpecies<Double> F = DoubleVector.SPECIES_PREFERRED;

  /** Classes from which on sums are taken in the lanes of vectors: a vocabulary. */
  private static final int MANY = 1024;

  private final DoubleSums many = new DoubleSums();
  private double[] outputs = new double[0];
  private double[] targets = new double[0];
  private double[] losses = new double[0];
  private double[] logs = new double[0];

  /**
   * Which label each position of each row has.
   *
   * @param all of all data, the positions of a datum beside each other
   */
  record Labels(int[] all, Rows rows, int positions) {
    int at(int chain, int row, int position) {
      return all[rows.at(chain, row) * positions + position];
    }
  }

  /** See {@link Kernels#categorical}; so many positions at a time that they fit a cache. */
  void categorical(
      ElementKernels kernels,
      MatrixStack logits,
      int chain,
      Labels labels,
      double scale,
      Slab perDatum) {
    int positions = labels.positions();
    double[] losses = losses(logits.rows());
    double[] logs = logs(logits.rows() * positions);
    Arrays.fill(losses, 0, logits.rows(), 0);
    int classes = logits.columns() / positions;
    int row = logits.slab().rowOf(chain);
    int most = Math.max(1, BLOCK / classes);
    int all = logits.rows() * positions;
    double[] values = room(Math.min(most, all) * classes);
    for (int first = 0; first < all; first += most) {
      int count = Math.min(most, all - first);
      int offset = logits.offset() + first * classes;
      kernels.load(logits.slab(), row, offset, values, count * classes);
      categorical(values, chain, first, count, classes, labels, scale);
      kernels.store(logits.slab(), row, offset, values, count * classes);
    }
    for (int place = 0; place < all; place++) {
      losses[place / positions] += logs[place];
    }
    perDatum.store(chain, 0, losses, logits.rows());
  }

  /** Positions {@code first ..} of all data, whose logits become the scaled gradient. */
  private void categorical(
      double[] values, int chain, int first, int count, int classes, Labels labels, double scale) {
    int positions = labels.positions();
    for (int i = 0; i < count; i++) {
      int place = first + i;
      int label = labels.at(chain, place / positions, place % positions);
      losses[place / positions] += subtractLargest(values, i * classes, classes, label);
    }
    DoubleMath.expInPlace(values, 0, count * classes);
    for (int i = 0; i < count; i++) {
      int place = first + i;
      int label = labels.at(chain, place / positions, place % positions);
      logs[place] = normalise(values, i * classes, classes, label, scale);
    }
  }

  private double[] logs(int count) {
    if (logs.length < count) {
      logs = new double[count];
    }
    return logs;
  }

  private double[] losses(int count) {
    if (losses.length < count) {
      losses = new double[count];
    }
    return losses;
  }

  /** How far the label's logit lies below the largest, which becomes 0. */
  private static double subtractLargest(double[] values, int at, int classes, int label) {
    double largest = largest(values, at, classes);
    double margin = largest - values[at + label];
    for (int k = 0; k < classes; k++) {
      values[at + k] -= largest;
    }
    return margin;
  }

  /** In the lanes of a vector where there are many. */
  private static double largest(double[] values, int at, int classes) {
    int end = at + classes;
    int next = at + 1;
    double largest = values[at];
    if (classes >= MANY) {
      DoubleVector most = DoubleVector.fromArray(F, values, at);
      for (next = at + F.length(); next + F.length() <= end; next += F.length()) {
        most = most.max(DoubleVector.fromArray(F, values, next));
      }
      largest = most.reduceLanes(VectorOperators.MAX);
    }
    for (; next < end; next++) {
      largest = Math.max(largest, values[next]);
    }
    return largest;
  }

  /** The logarithm of the sum of the weights, which become the scaled gradient. */
  private double normalise(double[] weights, int at, int classes, int label, double scale) {
    double sum = classes >= MANY ? many.of(weights, at, classes) : sum(weights, at, classes);
    double factor = scale / sum;
    for (int k = 0; k < classes; k++) {
      weights[at + k] *= factor;
    }
    weights[at + label] -= scale;
    return Math.log(sum);
  }

  private static double sum(double[] weights, int at, int classes) {
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += weights[at + k];
    }
    return sum;
  }

  /** See {@link Kernels#gaussian}. */
  void gaussian(
      ElementKernels kernels,
      MatrixStack means,
      MatrixStack observed,
      int chain,
      double sigma,
      double scale,
      Slab perDatum) {
    double[] losses = losses(means.rows());
    int width = means.columns();
    int row = means.slab().rowOf(chain);
    double[] values = load(kernels, means, row);
    loadTargets(kernels, observed, chain);
    for (int i = 0; i < means.size(); i++) {
      values[i] -= targets[i];
    }
    double constant = 0.5 * width * Math.log(2 * Math.PI * sigma * sigma);
    double precision = 1 / (sigma * sigma);
    for (int datum = 0, at = 0; datum < means.rows(); datum++, at += width) {
      losses[datum] = 0.5 * precision * Sums.ofSquares(values, at, width) + constant;
    }
    double factor = scale * precision;
    for (int i = 0; i < means.size(); i++) {
      values[i] *= factor;
    }
    kernels.store(means.slab(), row, means.offset(), values, means.size());
    perDatum.store(chain, 0, losses, means.rows());
  }

  /** See {@link Kernels#bernoulli}. */
  void bernoulli(
      ElementKernels kernels,
      MatrixStack logits,
      MatrixStack events,
      int chain,
      double scale,
      Slab perDatum) {
    double[] losses = losses(logits.rows());
    int width = logits.columns();
    int row = logits.slab().rowOf(chain);
    double[] values = load(kernels, logits, row);
    loadTargets(kernels, events, chain);
    for (int datum = 0, at = 0; datum < logits.rows(); datum++) {
      double loss = 0;
      for (int j = 0; j < width; j++, at++) {
        double f = values[at];
        // Of exp(-|f|), so that nothing overflows and small probabilities keep their digits.
        double small = Math.exp(-Math.abs(f));
        loss += Math.max(f, 0) + Math.log1p(small) - targets[at] * f;
        double probability = f >= 0 ? 1 / (1 + small) : small / (1 + small);
        values[at] = scale * (probability - targets[at]);
      }
      losses[datum] = loss;
    }
    kernels.store(logits.slab(), row, logits.offset(), values, logits.size());
    perDatum.store(chain, 0, losses, logits.rows());
  }

  /** See {@link Kernels#addExcess}. */
  void addExcess(Slab perDatum, int batch, Slab reference, Rows rows, Slab sums, int chain) {
    DoubleBuffer own = perDatum.doubles(chain);
    DoubleBuffer elsewhere = reference.doubles(0);
    double sum = 0;
    for (int i = 0; i < batch; i++) {
      sum += own.get(i) - elsewhere.get(rows.at(chain, i));
    }
    DoubleBuffer total = sums.doubles(chain);
    total.put(0, total.get(0) + sum);
  }

  private void loadTargets(ElementKernels kernels, MatrixStack observed, int chain) {
    if (targets.length < observed.size()) {
      targets = new double[observed.size()];
    }
    kernels.load(
        observed.slab(), observed.slab().rowOf(chain), observed.offset(), targets, observed.size());
  }

  private double[] load(ElementKernels kernels, MatrixStack matrix, int row) {
    double[] values = room(matrix.size());
    kernels.load(matrix.slab(), row, matrix.offset(), values, matrix.size());
    return values;
  }

  private double[] room(int size) {
    if (outputs.length < size) {
      outputs = new double[DoubleMath.room(size)];
    }
    return outputs;
  }
}

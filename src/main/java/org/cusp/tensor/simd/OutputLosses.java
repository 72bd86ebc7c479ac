package org.cusp.tensor.simd;

import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Sums;

/** Negative log-likelihoods of one chain's outputs, in double whatever the precision. */
final class OutputLosses {
  private double[] outputs = new double[0];
  private double[] targets = new double[0];

  /** See {@link Kernels#categorical}. */
  void categorical(
      ElementKernels kernels,
      MatrixStack logits,
      int chain,
      int[] labels,
      double scale,
      double[] losses) {
    int classes = logits.columns();
    int row = logits.slab().rowOf(chain);
    double[] values = load(kernels, logits, row);
    for (int datum = 0, at = 0; datum < logits.rows(); datum++, at += classes) {
      losses[datum] = subtractLargest(values, at, classes, labels[datum]);
    }
    DoubleMath.expInPlace(values, logits.size());
    for (int datum = 0, at = 0; datum < logits.rows(); datum++, at += classes) {
      losses[datum] += normalise(values, at, classes, labels[datum], scale);
    }
    kernels.store(logits.slab(), row, logits.offset(), values, logits.size());
  }

  /** How far the label's logit lies below the largest, which becomes 0. */
  private static double subtractLargest(double[] values, int at, int classes, int label) {
    double largest = values[at];
    for (int k = 1; k < classes; k++) {
      largest = Math.max(largest, values[at + k]);
    }
    double margin = largest - values[at + label];
    for (int k = 0; k < classes; k++) {
      values[at + k] -= largest;
    }
    return margin;
  }

  /** The logarithm of the sum of the weights, which become the scaled gradient. */
  private static double normalise(double[] weights, int at, int classes, int label, double scale) {
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += weights[at + k];
    }
    double factor = scale / sum;
    for (int k = 0; k < classes; k++) {
      weights[at + k] *= factor;
    }
    weights[at + label] -= scale;
    return Math.log(sum);
  }

  /** See {@link Kernels#gaussian}. */
  void gaussian(
      ElementKernels kernels,
      MatrixStack means,
      MatrixStack observed,
      int chain,
      double sigma,
      double scale,
      double[] losses) {
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
  }

  /** See {@link Kernels#bernoulli}. */
  void bernoulli(
      ElementKernels kernels,
      MatrixStack logits,
      MatrixStack events,
      int chain,
      double scale,
      double[] losses) {
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
  }

  private void loadTargets(ElementKernels kernels, MatrixStack observed, int chain) {
    if (targets.length < observed.size()) {
      targets = new double[observed.size()];
    }
    kernels.load(
        observed.slab(), observed.slab().rowOf(chain), observed.offset(), targets, observed.size());
  }

  private double[] load(ElementKernels kernels, MatrixStack matrix, int row) {
    if (outputs.length < matrix.size()) {
      outputs = new double[DoubleMath.room(matrix.size())];
    }
    kernels.load(matrix.slab(), row, matrix.offset(), outputs, matrix.size());
    return outputs;
  }
}

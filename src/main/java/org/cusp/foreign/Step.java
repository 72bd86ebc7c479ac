package org.cusp.foreign;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.cusp.numerics.LogSum;

/** One step of a network's function on one example, in double; steps hold no state. */
interface Step {
  /** The numbers that the next step gets; the argument may be used again. */
  double[] apply(double[] x);

  /** In one word or a few. */
  String describe();

  /**
   * Where its numbers come from.
   *
   * @param weight what the file calls the weights; empty where it has no name for them
   * @param bias the same of the bias; empty where there is none
   */
  record Source(String weight, String bias) {
    static final Source NONE = new Source("", "");
  }

  /**
   * W x + b.
   *
   * @param weight outputs x inputs, row-major
   * @param bias outputs; all 0 where there is none
   */
  record Affine(double[] weight, double[] bias, Source source) implements Step {
    Affine(double[] weight, double[] bias) {
      this(weight, bias, Source.NONE);
    }

    int inputs() {
      return weight.length / bias.length;
    }

    /** Whether the file has a bias. */
    boolean hasBias() {
      return !source.bias().isEmpty();
    }

    @Override
    public double[] apply(double[] x) {
      double[] y = bias.clone();
      int inputs = inputs();
      for (int o = 0; o < y.length; o++) {
        y[o] += dot(weight, o * inputs, x, inputs);
      }
      return y;
    }

    /** Four sums side by side keep the processor busy. */
    private static double dot(double[] w, int from, double[] x, int length) {
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      int i = 0;
      for (; i + 3 < length; i += 4) {
        a += w[from + i] * x[i];
        b += w[from + i + 1] * x[i + 1];
        c += w[from + i + 2] * x[i + 2];
        d += w[from + i + 3] * x[i + 3];
      }
      for (; i < length; i++) {
        a += w[from + i] * x[i];
      }
      return a + b + (c + d);
    }

    @Override
    public String describe() {
      return "dense " + inputs() + " to " + bias.length;
    }
  }

  /**
   * scale x + shift, for each group of equal length: batch normalisation in evaluation.
   *
   * @param scale of each channel; the channels lie one after the other
   */
  record PerChannel(double[] scale, double[] shift) implements Step {
    /** gamma (x - mean) / sqrt(variance + eps) + beta. */
    static PerChannel batchNorm(
        double[] gamma, double[] beta, double[] mean, double[] variance, double eps) {
      double[] scale = new double[mean.length];
      double[] shift = new double[mean.length];
      for (int c = 0; c < scale.length; c++) {
        scale[c] = gamma[c] / Math.sqrt(variance[c] + eps);
        shift[c] = beta[c] - mean[c] * scale[c];
      }
      return new PerChannel(scale, shift);
    }

    @Override
    public double[] apply(double[] x) {
      double[] y = new double[x.length];
      int each = x.length / scale.length;
      for (int c = 0; c < scale.length; c++) {
        for (int i = c * each; i < (c + 1) * each; i++) {
          y[i] = scale[c] * x[i] + shift[c];
        }
      }
      return y;
    }

    @Override
    public String describe() {
      return "batch norm " + scale.length;
    }
  }

  /**
   * Batch normalisation in evaluation.
   *
   * @param eps added to the variances
   * @param source of gamma and beta
   */
  record BatchNorm(Network.Norm norm, double eps, Source source) implements Step {
    @Override
    public double[] apply(double[] x) {
      return norm.step(eps).apply(x);
    }

    @Override
    public String describe() {
      return norm.step(eps).describe();
    }
  }

  /** The same function of every number. */
  record Elementwise(String name, DoubleUnaryOperator function) implements Step {
    @Override
    public double[] apply(double[] x) {
      double[] y = new double[x.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = function.applyAsDouble(x[i]);
      }
      return y;
    }

    @Override
    public String describe() {
      return name;
    }
  }

  /** Probabilities. */
  record Softmax() implements Step {
    @Override
    public double[] apply(double[] x) {
      double log = LogSum.of(x);
      return Arrays.stream(x).map(value -> Math.exp(value - log)).toArray();
    }

    @Override
    public String describe() {
      return "softmax";
    }
  }

  /** The logarithms of softmax: the same answers and the same loss. */
  record LogSoftmax() implements Step {
    @Override
    public double[] apply(double[] x) {
      double log = LogSum.of(x);
      return Arrays.stream(x).map(value -> value - log).toArray();
    }

    @Override
    public String describe() {
      return "log softmax";
    }
  }
}

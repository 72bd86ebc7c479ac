package org.cusp.paper.linear;

import java.util.Arrays;
import java.util.List;
import org.cusp.model.ParamSpace;
import org.cusp.numerics.Vectors;

/**
 * The singular modes s_k u_k v_k^T of a true map and their strengths in two linear layers B A.
 *
 * <p>Under gradient flow at rate r on (1/2) E |y - B A x|^2, x ~ N(0, I), from small weights, a_k =
 * A v_k and b_k = B^T u_k obey a' = r s_k b, b' = r s_k a until the mode is learned: their mean (a
 * + b) / 2 grows as exp(r s_k t), and the strength u_k^T B A v_k = a . b is half of s_k at
 *
 * <pre>
 * t_k = ln(s_k / u0_k) / (2 s_k r),  u0_k = |(a + b) / 2|^2 at the start
 * </pre>
 *
 * <p>A mode that was learned before holds one direction of the hidden layer, along which later ones
 * decay; u0_k counts only what is orthogonal to those. Source: A. M. Saxe, J. L. McClelland, S.
 * Ganguli, Exact solutions to the nonlinear dynamics of learning in deep linear neural networks,
 * ICLR 2014, arXiv:1312.6120.
 *
 * @param singular s_k, falling
 * @param left u_k as rows
 * @param right v_k as rows
 */
record LinearModes(double[] singular, double[][] left, double[][] right, ParamSpace space) {
  /** Those of layers whose hidden unit k carries mode k alone, sqrt(s_k) in each layer. */
  static LinearModes of(ParamSpace space, double[] truth, List<Double> singular) {
    int modes = singular.size();
    double[][] left = new double[modes][];
    double[][] right = new double[modes][];
    for (int k = 0; k < modes; k++) {
      double root = Math.sqrt(singular.get(k));
      right[k] = scaled(row(space, truth, k), 1 / root);
      left[k] = scaled(column(space, truth, k), 1 / root);
    }
    return new LinearModes(
        singular.stream().mapToDouble(Double::doubleValue).toArray(), left, right, space);
  }

  int count() {
    return singular.length;
  }

  /** u_k^T B A v_k. */
  double strength(double[] w, int k) {
    return Vectors.dot(input(w, k), output(w, k));
  }

  /** u0_k of all modes. */
  double[] initialStrengths(double[] w) {
    double[] strengths = new double[count()];
    double[][] held = new double[count()][];
    for (int k = 0; k < count(); k++) {
      double[] in = input(w, k);
      double[] out = output(w, k);
      double[] mean = new double[in.length];
      Arrays.setAll(mean, i -> (in[i] + out[i]) / 2);
      for (int j = 0; j < k; j++) {
        double along = Vectors.dot(mean, held[j]);
        for (int i = 0; i < mean.length; i++) {
          mean[i] -= along * held[j][i];
        }
      }
      strengths[k] = Vectors.dot(mean, mean);
      held[k] = scaled(mean, 1 / Math.sqrt(strengths[k]));
    }
    return strengths;
  }

  /** t_k in steps of the given rate. */
  double[] times(double[] initial, double rate) {
    double[] start = initialStrengths(initial);
    double[] times = new double[count()];
    Arrays.setAll(times, k -> Math.log(singular[k] / start[k]) / (2 * singular[k] * rate));
    return times;
  }

  /** (1/2) sum of s_j^2 over the modes from k on: the loss above its least once k are learned. */
  double lossAfter(int k) {
    double sum = 0;
    for (int j = k; j < count(); j++) {
      sum += singular[j] * singular[j] / 2;
    }
    return sum;
  }

  /** B A x. */
  double[] apply(double[] w, double[] x) {
    double[] hidden = new double[hidden()];
    Arrays.setAll(hidden, i -> Vectors.dot(row(space, w, i), x));
    double[] y = new double[outputs().shape().get(0)];
    for (int i = 0; i < hidden.length; i++) {
      double[] column = column(space, w, i);
      for (int j = 0; j < y.length; j++) {
        y[j] += column[j] * hidden[i];
      }
    }
    return y;
  }

  /** A v_k. */
  private double[] input(double[] w, int k) {
    double[] result = new double[hidden()];
    Arrays.setAll(result, i -> Vectors.dot(row(space, w, i), right[k]));
    return result;
  }

  /** B^T u_k. */
  private double[] output(double[] w, int k) {
    double[] result = new double[hidden()];
    Arrays.setAll(result, i -> Vectors.dot(column(space, w, i), left[k]));
    return result;
  }

  private int hidden() {
    return outputs().shape().get(1);
  }

  private ParamSpace.Tensor outputs() {
    return space.tensors().get(1);
  }

  /** Row i of A: what enters hidden unit i. */
  private static double[] row(ParamSpace space, double[] w, int i) {
    ParamSpace.Tensor first = space.tensors().get(0);
    int inputs = first.shape().get(1);
    return Arrays.copyOfRange(w, first.offset() + i * inputs, first.offset() + (i + 1) * inputs);
  }

  /** Column i of B: what leaves hidden unit i. */
  private static double[] column(ParamSpace space, double[] w, int i) {
    ParamSpace.Tensor second = space.tensors().get(1);
    double[] result = new double[second.shape().get(0)];
    Arrays.setAll(result, j -> w[second.offset() + j * second.shape().get(1) + i]);
    return result;
  }

  private static double[] scaled(double[] v, double factor) {
    return Arrays.stream(v).map(value -> factor * value).toArray();
  }
}

package org.cusp.paper.networks;

import java.util.List;
import org.cusp.data.DataSet;
import org.cusp.model.Mlp;
import org.cusp.model.ParamSpace;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.Target;
import org.cusp.tensor.Activation;
import org.cusp.tensor.Precision;

/**
 * A ReLU network that learns its own outputs: weights N(0, 1/fan-in), biases 0, x uniform on [-10,
 * 10]^d, y = f(x, w*) without noise. With sigma^2 = outputs the loss per datum is half the squared
 * error averaged over outputs, up to a constant.
 *
 * @param widths of inputs, hidden layers and outputs
 * @param n the number of data
 */
public record ReluTeacher(List<Integer> widths, int n, long seed) {
  private static final double HALF_WIDTH = 10;

  public Mlp model() {
    int outputs = widths.get(widths.size() - 1);
    return new Mlp(widths, Activation.RELU, new Likelihood.Gaussian(outputs, Math.sqrt(outputs)));
  }

  /** w*. */
  public double[] parameter() {
    double[] w = new double[model().size()];
    RandomStream stream = RandomStream.of(seed, Purpose.TRUTH, 0);
    for (ParamSpace.Tensor tensor : model().parameters().tensors()) {
      if (isWeight(tensor)) {
        double deviation = 1 / Math.sqrt(tensor.shape().get(1));
        for (int i = tensor.offset(); i < tensor.offset() + tensor.size(); i++) {
          w[i] = deviation * stream.normal(0, i);
        }
      }
    }
    return w;
  }

  /** w* with what enters the first hidden layer times the factor, and what leaves it divided. */
  public double[] rescaled(double factor) {
    double[] w = parameter();
    List<ParamSpace.Tensor> tensors = model().parameters().tensors();
    scale(w, tensors.get(0), factor);
    scale(w, tensors.get(1), factor);
    scale(w, tensors.get(2), 1 / factor);
    return w;
  }

  private static void scale(double[] w, ParamSpace.Tensor tensor, double factor) {
    for (int i = tensor.offset(); i < tensor.offset() + tensor.size(); i++) {
      w[i] *= factor;
    }
  }

  private static boolean isWeight(ParamSpace.Tensor tensor) {
    return tensor.shape().size() == 2;
  }

  /** Model and data. */
  public Target target() {
    return Target.of(name(), model(), Precision.FLOAT32, data());
  }

  String name() {
    return "relu-teacher:widths=" + widths + ",n=" + n;
  }

  public DataSet data() {
    int inputs = widths.get(0);
    int outputs = widths.get(widths.size() - 1);
    double[] w = parameter();
    RandomStream stream = RandomStream.of(seed, Purpose.INPUTS, 0);
    double[] x = new double[n * inputs];
    for (int i = 0; i < x.length; i++) {
      x[i] = HALF_WIDTH * (2 * stream.uniform(0, i) - 1);
    }
    double[] y = new double[n * outputs];
    for (int row = 0; row < n; row++) {
      double[] input = new double[inputs];
      System.arraycopy(x, row * inputs, input, 0, inputs);
      System.arraycopy(outputs(w, input), 0, y, row * outputs, outputs);
    }
    return new DataSet(name(), n, inputs, x, new org.cusp.data.Targets.Values(y, outputs));
  }

  private double[] outputs(double[] w, double[] input) {
    List<ParamSpace.Tensor> tensors = model().parameters().tensors();
    double[] values = input;
    for (int l = 0; l < tensors.size(); l += 2) {
      values = layer(w, tensors.get(l), tensors.get(l + 1), values);
      if (l + 2 < tensors.size()) {
        for (int i = 0; i < values.length; i++) {
          values[i] = Math.max(0, values[i]);
        }
      }
    }
    return values;
  }

  private static double[] layer(
      double[] w, ParamSpace.Tensor weight, ParamSpace.Tensor bias, double[] values) {
    double[] out = new double[bias.size()];
    for (int i = 0; i < out.length; i++) {
      double sum = w[bias.offset() + i];
      for (int j = 0; j < values.length; j++) {
        sum += w[weight.offset() + i * values.length + j] * values[j];
      }
      out[i] = sum;
    }
    return out;
  }
}

package org.cusp.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.data.DataSet;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;

/**
 * How large the parameters of dense layers are at w*, by layer. {@link LayerScales} says how they
 * are defined.
 *
 * @param weights r_l, positive
 * @param biases q_l, positive; zeros in a network without biases
 */
record LayerSizes(DenseStack stack, double[] weights, double[] biases) {
  static LayerSizes of(DenseStack stack, double[] w, DataSet data, KernelProvider kernels) {
    double[] weights = weights(stack, w);
    return new LayerSizes(stack, weights, biases(stack, w, data, weights, kernels));
  }

  private static double[] weights(DenseStack stack, double[] w) {
    List<Dense> layers = stack.layers();
    double[] sizes =
        layers.stream().mapToDouble(layer -> LayerScales.rms(w, layer.weight())).toArray();
    double logGain = 0;
    int zeros = 0;
    for (int l = 0; l < sizes.length; l++) {
      double gain = sizes[l] * Math.sqrt(layers.get(l).inputs());
      logGain += gain > 0 ? Math.log(gain) : 0;
      zeros += gain > 0 ? 0 : 1;
    }
    for (int l = 0; l < sizes.length; l++) {
      if (sizes[l] == 0) {
        sizes[l] = Math.exp(-logGain / zeros) / Math.sqrt(layers.get(l).inputs());
      }
    }
    return sizes;
  }

  private static double[] biases(
      DenseStack stack, double[] w, DataSet data, double[] weights, KernelProvider kernels) {
    double[] sizes = new double[weights.length];
    if (stack.layers().stream().allMatch(layer -> layer.bias().isEmpty())) {
      return sizes;
    }
    int count = Math.min(data.n(), LayerScales.MOST_DATA);
    int[] rows = new int[count];
    Arrays.setAll(rows, i -> (int) ((long) i * data.n() / count));
    DataSet some = data.subset(rows);
    double below = LayerScales.rms(some.x());
    below = below > 0 ? below : 1;
    try (TensorData tensors = TensorData.of(some, kernels.memory(), Precision.FLOAT64);
        Slab slab = Slab.row(kernels.memory(), Precision.FLOAT64, w)) {
      Places places = Places.of(stack.parameters(), slab);
      for (int l = 0; l < sizes.length; l++) {
        Dense layer = stack.layers().get(l);
        double own = layer.bias().map(bias -> LayerScales.rms(w, bias)).orElse(0.0);
        double met =
            Math.max(own, preActivation(stack, l, places, tensors.slice(0, count), kernels));
        below = met > 0 ? met : weights[l] * Math.sqrt(layer.inputs()) * below;
        sizes[l] = below;
      }
    }
    return sizes;
  }

  /** The rms of what the weights of a layer make of its inputs. */
  private static double preActivation(
      DenseStack stack, int layer, Places places, Batch batch, KernelProvider kernels) {
    List<Dense> part = stack.upToWeightsOf(layer);
    try (DenseEvaluator evaluator =
        new DenseEvaluator(
            kernels.create(),
            part,
            new Likelihood.Gaussian(part.get(layer).outputs(), 1),
            places,
            batch.size())) {
      MatrixStack outputs = evaluator.outputs(batch);
      double[] values = new double[outputs.rows() * outputs.columns()];
      outputs.slab().load(0, outputs.offset(), values, values.length);
      return LayerScales.rms(values);
    }
  }

  LayerScales scales() {
    double centre = Math.exp(Arrays.stream(weights).map(Math::log).average().orElseThrow());
    Map<String, Double> scales = new LinkedHashMap<>();
    for (int l = 0; l < weights.length; l++) {
      Dense layer = stack.layers().get(l);
      scales.put(layer.weight().name(), weights[l] / centre);
      double bias = biases[l] / centre;
      layer.bias().ifPresent(tensor -> scales.put(tensor.name(), bias));
    }
    return new LayerScales(scales);
  }
}

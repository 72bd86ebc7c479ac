package org.cusp.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.data.DataSet;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.model.layer.Binding;
import org.cusp.model.layer.Leaf;
import org.cusp.model.layer.Parameter;
import org.cusp.model.layer.Phase;
import org.cusp.model.layer.Workspace;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;

/**
 * How large the parameters of layers are at w*. {@link LayerScales} says how they are defined.
 *
 * @param factors r of weights and scales by name, in order, positive
 * @param offsets q by name, positive
 * @param fixed tensors that are no parameters: they have the unit 1
 */
record LayerSizes(
    Map<String, Double> factors, Map<String, Double> offsets, List<ParamSpace.Tensor> fixed) {
  static LayerSizes of(LayeredModel model, double[] w, DataSet data, KernelProvider kernels) {
    List<Leaf> leaves = Leaf.of(model.layers(), model.inputShape());
    Map<String, ParamSpace.Tensor> tensors = LayerEvaluator.byName(model.parameters());
    Map<String, Double> factors = factors(leaves, tensors, w);
    Offsets offsets = new Offsets(model, leaves, tensors, w, factors);
    return new LayerSizes(factors, offsets.sizes(data, kernels), model.fixed());
  }

  private static boolean isOffset(Parameter parameter) {
    return parameter.role() == Parameter.Role.OFFSET;
  }

  private static Map<String, Double> factors(
      List<Leaf> leaves, Map<String, ParamSpace.Tensor> tensors, double[] w) {
    List<Parameter> parameters =
        leaves.stream()
            .flatMap(leaf -> leaf.parameters().stream())
            .filter(parameter -> !isOffset(parameter) && !parameter.role().isFixed())
            .toList();
    Map<String, Double> sizes = new LinkedHashMap<>();
    double logGain = 0;
    int zeros = 0;
    for (Parameter parameter : parameters) {
      double size = LayerScales.rms(w, tensors.get(parameter.name()));
      double gain = size * Math.sqrt(parameter.fanIn());
      logGain += gain > 0 ? Math.log(gain) : 0;
      zeros += gain > 0 ? 0 : 1;
      sizes.put(parameter.name(), size);
    }
    for (Parameter parameter : parameters) {
      if (sizes.get(parameter.name()) == 0) {
        double share = Math.exp(-logGain / zeros) / Math.sqrt(parameter.fanIn());
        sizes.put(parameter.name(), share);
      }
    }
    return sizes;
  }

  /** What finds the sizes of offsets. */
  private record Offsets(
      LayeredModel model,
      List<Leaf> leaves,
      Map<String, ParamSpace.Tensor> tensors,
      double[] w,
      Map<String, Double> factors) {
    Map<String, Double> sizes(DataSet data, KernelProvider kernels) {
      Map<String, Double> sizes = new LinkedHashMap<>();
      if (leaves.stream()
          .flatMap(leaf -> leaf.parameters().stream())
          .noneMatch(LayerSizes::isOffset)) {
        return sizes;
      }
      int count = Math.min(data.n(), LayerScales.MOST_DATA);
      int[] rows = new int[count];
      Arrays.setAll(rows, i -> (int) ((long) i * data.n() / count));
      DataSet some = data.subset(rows);
      double below = LayerScales.rms(some.x());
      below = below > 0 ? below : 1;
      try (TensorData inputs = TensorData.of(some, kernels.memory(), Precision.FLOAT64)) {
        for (Leaf leaf : leaves) {
          if (!leaf.parameters().isEmpty()) {
            below = sizes(leaf, below, inputs.slice(0, count), kernels, sizes);
          }
        }
      }
      return sizes;
    }

    /** Those of one layer; given is the size of what it gets by this rule, and so is returned. */
    private double sizes(
        Leaf leaf, double below, Batch batch, KernelProvider kernels, Map<String, Double> sizes) {
      double met = withoutOffsets(leaf, batch, kernels);
      double gain = 1;
      for (Parameter parameter : leaf.parameters()) {
        if (isOffset(parameter)) {
          met = Math.max(LayerScales.rms(w, tensors.get(parameter.name())), met);
        } else if (!parameter.role().isFixed()) {
          gain = factors.get(parameter.name()) * Math.sqrt(parameter.fanIn());
        }
      }
      double size = met > 0 ? met : gain * below;
      leaf.parameters().stream()
          .filter(LayerSizes::isOffset)
          .forEach(parameter -> sizes.put(parameter.name(), size));
      return size;
    }

    /** The rms of the output of a layer whose offsets are taken away. */
    private double withoutOffsets(Leaf leaf, Batch batch, KernelProvider kernels) {
      double[] without = w.clone();
      for (Parameter parameter : leaf.parameters()) {
        if (isOffset(parameter)) {
          ParamSpace.Tensor tensor = tensors.get(parameter.name());
          Arrays.fill(without, tensor.offset(), tensor.offset() + tensor.size(), 0);
        }
      }
      try (Slab slab = Slab.row(kernels.memory(), Precision.FLOAT64, without);
          Workspace workspace =
              new Workspace(columns -> slab.zerosBeside(1, columns), batch.size())) {
        Places places = Places.of(model.parameters(), slab);
        MatrixStack outputs =
            leaf.upToHere()
                .bind(
                    Binding.ofData(
                        kernels.create(),
                        new Phase.Evaluation(LayerEvaluator.places(tensors, places)),
                        workspace,
                        model.inputShape()))
                .forward(batch.inputs());
        double[] values = new double[outputs.size()];
        outputs.slab().load(0, outputs.offset(), values, values.length);
        return LayerScales.rms(values);
      }
    }
  }

  LayerScales scales() {
    double centre = Math.exp(factors.values().stream().mapToDouble(Math::log).average().orElse(0));
    Map<String, Double> scales = new LinkedHashMap<>();
    factors.forEach((name, size) -> scales.put(name, size / centre));
    offsets.forEach((name, size) -> scales.put(name, size / centre));
    fixed.forEach(tensor -> scales.put(tensor.name(), 1.0));
    return new LayerScales(scales);
  }
}

package org.cusp.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/**
 * A multilayer perceptron: dense layers with biases, one activation after every layer but the last.
 * Parameters are named {@code layers.0.weight} (outputs x inputs), {@code layers.0.bias}, ...
 *
 * @param widths of inputs, hidden layers and outputs
 */
public record Mlp(List<Integer> widths, Activation activation, Likelihood likelihood)
    implements Model {
  public Mlp {
    widths = checkedWidths(widths, likelihood);
  }

  static List<Integer> checkedWidths(List<Integer> widths, Likelihood likelihood) {
    if (widths.size() < 2) {
      throw new InvalidInput("widths must name at least inputs and outputs, got " + widths);
    }
    widths.forEach(width -> Check.atLeast("width", width, 1));
    int last = widths.get(widths.size() - 1);
    if (last != likelihood.outputs()) {
      throw new InvalidInput(
          "the last of the widths must be the "
              + likelihood.outputs()
              + " outputs of the likelihood, got "
              + last);
    }
    return List.copyOf(widths);
  }

  @Override
  public String type() {
    return "mlp";
  }

  @Override
  public int inputs() {
    return widths.get(0);
  }

  @Override
  public ParamSpace parameters() {
    ParamSpace.Builder space = new ParamSpace.Builder();
    layers(space);
    return space.build();
  }

  /** Weights N(0, gain^2 / inputs) with gain^2 = 2 for ReLU and GELU, else 1; biases 0. */
  @Override
  public double[] initialise(RandomStream stream) {
    boolean halves = activation == Activation.RELU || activation == Activation.GELU;
    double[] w = new double[size()];
    for (Dense layer : layers(new ParamSpace.Builder())) {
      boolean last = layer.activation() == Activation.IDENTITY;
      double variance = (halves && !last ? 2.0 : 1.0) / layer.inputs();
      fillNormal(w, layer.weight(), Math.sqrt(variance), stream);
    }
    return w;
  }

  static void fillNormal(
      double[] w, ParamSpace.Tensor tensor, double deviation, RandomStream stream) {
    for (int i = tensor.offset(); i < tensor.offset() + tensor.size(); i++) {
      w[i] = deviation * stream.normal(0, i);
    }
  }

  @Override
  public Evaluator evaluator(Kernels kernels, Slab w, int capacity) {
    List<Dense> layers = layers(new ParamSpace.Builder());
    return new DenseEvaluator(kernels, layers, likelihood, w, capacity);
  }

  private List<Dense> layers(ParamSpace.Builder space) {
    List<Dense> layers = new ArrayList<>();
    for (int l = 0; l + 1 < widths.size(); l++) {
      ParamSpace.Tensor weight =
          space.add("layers." + l + ".weight", widths.get(l + 1), widths.get(l));
      ParamSpace.Tensor bias = space.add("layers." + l + ".bias", widths.get(l + 1));
      boolean last = l + 2 == widths.size();
      layers.add(new Dense(weight, Optional.of(bias), last ? Activation.IDENTITY : activation));
    }
    return layers;
  }
}

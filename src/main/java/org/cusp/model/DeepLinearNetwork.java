package org.cusp.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/**
 * y = W_L ... W_1 x: dense layers without biases or activations. Parameters are named {@code
 * layers.0.weight} (outputs x inputs), ...
 *
 * @param widths of inputs, hidden layers and outputs
 */
public record DeepLinearNetwork(List<Integer> widths, Likelihood likelihood) implements Model {
  public DeepLinearNetwork {
    widths = Mlp.checkedWidths(widths, likelihood);
  }

  @Override
  public String type() {
    return "deep-linear";
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

  /** Weights N(0, 1 / inputs). */
  @Override
  public double[] initialise(RandomStream stream) {
    double[] w = new double[size()];
    for (Dense layer : layers(new ParamSpace.Builder())) {
      Mlp.fillNormal(w, layer.weight(), 1 / Math.sqrt(layer.inputs()), stream);
    }
    return w;
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
      layers.add(new Dense(weight, Optional.empty(), Activation.IDENTITY));
    }
    return layers;
  }
}

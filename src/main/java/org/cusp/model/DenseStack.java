package org.cusp.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;

/**
 * Dense layers one after the other and where their parameters lie: what models of dense layers have
 * in common. Tensors are named {@code layers.0.weight}, {@code layers.0.bias}, ...
 */
record DenseStack(List<Dense> layers, ParamSpace parameters) {
  private interface BiasOf {
    Optional<ParamSpace.Tensor> layer(ParamSpace.Builder space, int layer);
  }

  /** Layers with biases, and the activation after every layer but the last. */
  static DenseStack withBiases(List<Integer> widths, Activation activation) {
    return of(
        widths,
        activation,
        (space, l) -> Optional.of(space.add("layers." + l + ".bias", widths.get(l + 1))));
  }

  /** Layers of weights alone, and the activation after every layer but the last. */
  static DenseStack withoutBiases(List<Integer> widths, Activation activation) {
    return of(widths, activation, (space, l) -> Optional.empty());
  }

  private static DenseStack of(List<Integer> widths, Activation activation, BiasOf bias) {
    ParamSpace.Builder space = new ParamSpace.Builder();
    List<Dense> layers = new ArrayList<>();
    for (int l = 0; l + 1 < widths.size(); l++) {
      ParamSpace.Tensor weight = weight(space, widths, l);
      boolean last = l + 2 == widths.size();
      layers.add(new Dense(weight, bias.layer(space, l), last ? Activation.IDENTITY : activation));
    }
    return new DenseStack(layers, space.build());
  }

  /** Widths as people write them, such as 64-32-10. */
  static String joined(List<Integer> widths) {
    return String.join("-", widths.stream().map(String::valueOf).toList());
  }

  private static ParamSpace.Tensor weight(ParamSpace.Builder space, List<Integer> widths, int l) {
    return space.add("layers." + l + ".weight", widths.get(l + 1), widths.get(l));
  }

  /** The widths, if they are at least two and end with the outputs that the likelihood needs. */
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

  /** The layers below this one, and then its weights alone: what they give is W_l a_(l-1). */
  List<Dense> upToWeightsOf(int layer) {
    List<Dense> part = new ArrayList<>(layers.subList(0, layer));
    part.add(new Dense(layers.get(layer).weight(), Optional.empty(), Activation.IDENTITY));
    return part;
  }

  /** Weights N(0, deviation^2 of their layer); biases 0. */
  double[] initialise(ToDoubleFunction<Dense> deviation, RandomStream stream) {
    double[] w = new double[parameters.size()];
    for (Dense layer : layers) {
      double scale = deviation.applyAsDouble(layer);
      ParamSpace.Tensor weight = layer.weight();
      for (int i = weight.offset(); i < weight.offset() + weight.size(); i++) {
        w[i] = scale * stream.normal(0, i);
      }
    }
    return w;
  }
}

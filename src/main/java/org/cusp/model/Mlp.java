package org.cusp.model;

import java.util.List;
import java.util.Locale;
import org.cusp.data.Shape;
import org.cusp.model.layer.Dense;
import org.cusp.model.layer.Sequential;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;

/**
 * A multilayer perceptron: dense layers with or without biases, one activation after every layer
 * but the last. Parameters are named {@code layers.0.weight} (outputs x inputs), {@code
 * layers.0.bias}, ...
 *
 * @param widths of inputs, hidden layers and outputs
 */
public record Mlp(List<Integer> widths, Activation activation, Likelihood likelihood, Biases biases)
    implements LayeredModel {
  /** Whether layers have biases. */
  public enum Biases {
    PRESENT,
    ABSENT
  }

  /** With biases. */
  public Mlp(List<Integer> widths, Activation activation, Likelihood likelihood) {
    this(widths, activation, likelihood, Biases.PRESENT);
  }

  public Mlp {
    widths = DenseLayers.checkedWidths(widths, likelihood);
  }

  @Override
  public String type() {
    return "mlp";
  }

  @Override
  public Shape inputShape() {
    return Shape.vector(widths.get(0));
  }

  /** Weights N(0, gain^2 / inputs) with gain^2 = 2 for ReLU and GELU, else 1; biases 0. */
  @Override
  public double[] initialise(RandomStream stream) {
    return LayeredModel.super.initialise(stream);
  }

  @Override
  public boolean isLinearInInputs() {
    return false;
  }

  @Override
  public Sequential layers() {
    return DenseLayers.of(
        widths, biases == Biases.PRESENT ? Dense.Biases.PRESENT : Dense.Biases.ABSENT, activation);
  }

  @Override
  public String describe() {
    return activation.name().toLowerCase(Locale.ROOT)
        + " MLP "
        + DenseLayers.joined(widths)
        + (biases == Biases.PRESENT ? "" : " without biases");
  }
}

package org.cusp.model;

import java.util.List;
import java.util.Locale;
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
    implements DenseNetwork {
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
    widths = DenseStack.checkedWidths(widths, likelihood);
  }

  @Override
  public String type() {
    return "mlp";
  }

  @Override
  public int inputs() {
    return widths.get(0);
  }

  /** Weights N(0, gain^2 / inputs) with gain^2 = 2 for ReLU and GELU, else 1; biases 0. */
  @Override
  public double[] initialise(RandomStream stream) {
    return stack().initialise(Mlp::deviation, stream);
  }

  private static double deviation(Dense layer) {
    boolean halves = layer.activation() == Activation.RELU || layer.activation() == Activation.GELU;
    return Math.sqrt((halves ? 2.0 : 1.0) / layer.inputs());
  }

  @Override
  public DenseStack stack() {
    return biases == Biases.PRESENT
        ? DenseStack.withBiases(widths, activation)
        : DenseStack.withoutBiases(widths, activation);
  }

  @Override
  public String describe() {
    return activation.name().toLowerCase(Locale.ROOT)
        + " MLP "
        + DenseStack.joined(widths)
        + (biases == Biases.PRESENT ? "" : " without biases");
  }
}

package org.cusp.model;

import java.util.List;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;

/**
 * y = W_L ... W_1 x: dense layers without biases or activations. Parameters are named {@code
 * layers.0.weight} (outputs x inputs), ...
 *
 * @param widths of inputs, hidden layers and outputs
 */
public record DeepLinearNetwork(List<Integer> widths, Likelihood likelihood)
    implements DenseNetwork {
  public DeepLinearNetwork {
    widths = DenseStack.checkedWidths(widths, likelihood);
  }

  @Override
  public String type() {
    return "deep-linear";
  }

  @Override
  public int inputs() {
    return widths.get(0);
  }

  /** Weights N(0, 1 / inputs). */
  @Override
  public double[] initialise(RandomStream stream) {
    return stack().initialise(layer -> 1 / Math.sqrt(layer.inputs()), stream);
  }

  @Override
  public boolean isLinearInInputs() {
    return true;
  }

  @Override
  public DenseStack stack() {
    return DenseStack.withoutBiases(widths, Activation.IDENTITY);
  }

  @Override
  public String describe() {
    return "deep linear network " + DenseStack.joined(widths);
  }
}

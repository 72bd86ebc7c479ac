package org.cusp.model;

import java.util.List;
import org.cusp.data.Shape;
import org.cusp.model.layer.Dense;
import org.cusp.model.layer.Sequential;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;

/**
 * y = W_L ... W_1 x: dense layers without biases or activations. Parameters are named {@code
 * layers.0.weight} (outputs x inputs), ...
 *
 * @param widths of inputs, hidden layers and outputs
 */
public record DeepLinearNetwork(List<Integer> widths, Likelihood likelihood)
    implements LayeredModel {
  public DeepLinearNetwork {
    widths = DenseLayers.checkedWidths(widths, likelihood);
  }

  @Override
  public String type() {
    return "deep-linear";
  }

  @Override
  public Shape inputShape() {
    return Shape.vector(widths.get(0));
  }

  /** Weights N(0, 1 / inputs). */
  @Override
  public double[] initialise(RandomStream stream) {
    return initialise(weight -> 1 / Math.sqrt(weight.fanIn()), stream);
  }

  @Override
  public Sequential layers() {
    return DenseLayers.of(widths, Dense.Biases.ABSENT, Activation.IDENTITY);
  }

  @Override
  public String describe() {
    return "deep linear network " + DenseLayers.joined(widths);
  }
}

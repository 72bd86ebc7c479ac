package org.cusp.model;

import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.model.layer.Sequential;
import org.cusp.model.likelihood.Likelihood;

/**
 * A network of any layers. Parameters have the name of their layer before their own, such as {@code
 * layers.0.weight}, as PyTorch's {@code Sequential} counts: layers without parameters count too.
 *
 * @param inputShape of one datum
 */
public record LayerNetwork(Shape inputShape, Sequential layers, Likelihood likelihood)
    implements LayeredModel {
  /**
   * @throws InvalidInput if a layer does not fit what it is given, if the outputs are not those
   *     that the likelihood needs, or if there are no parameters
   */
  public LayerNetwork {
    Shape output = layers.output(inputShape);
    if (output.size() != likelihood.outputs()) {
      throw new InvalidInput(
          "the layers give the shape "
              + output
              + ", but the likelihood needs "
              + Shape.vector(likelihood.outputs()));
    }
    if (layers.parameters(inputShape).isEmpty()) {
      throw new InvalidInput("layers have no parameters, got [" + layers.listed() + "]");
    }
  }

  @Override
  public String type() {
    return "layers";
  }

  @Override
  public String describe() {
    return "network " + inputShape + ": " + layers.listed();
  }
}

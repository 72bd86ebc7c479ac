package org.cusp.foreign;

import static org.cusp.foreign.GraphConstants.decimal;
import static org.cusp.foreign.GraphConstants.input;

import java.util.Optional;
import org.apache.commons.math3.special.Erf;
import org.cusp.contract.InvalidInput;
import org.cusp.format.onnx.OnnxNode;

/** The operators of a graph that are a function of every number. */
final class GraphActivations {
  private GraphActivations() {}

  /**
   * The step of an operator; empty where it is something else. A function that no layer is can be
   * evaluated, and may be a part of one that is.
   */
  static Optional<Step> of(OnnxNode node, GraphConstants constants) {
    return Optional.ofNullable(
        switch (node.operator()) {
          case "Relu" -> Step.Elementwise.of(Nonlinearity.RELU);
          case "Tanh" -> Step.Elementwise.of(Nonlinearity.TANH);
          case "Sigmoid" -> Step.Elementwise.of(Nonlinearity.SIGMOID);
          case "Softplus" -> Step.Elementwise.of(Nonlinearity.SOFTPLUS);
          case "Gelu" ->
              Step.Elementwise.of(
                  node.text("approximate", "none").equals("none")
                      ? Nonlinearity.GELU
                      : Nonlinearity.GELU_TANH);
          case "LeakyRelu" -> Step.Elementwise.leaky(decimal(node.real("alpha", 0.01)));
          case "Elu" -> elu(decimal(node.real("alpha", 1)));
          case "Clip" -> clip(node, constants);
          case "Erf" -> Step.Elementwise.matched("erf", Erf::erf);
          case "Pow" -> power(constants.constant(node, 1).values());
          default -> null;
        });
  }

  private static Step elu(double alpha) {
    return Step.Elementwise.matched(
        "elu of alpha " + alpha, z -> z > 0 ? z : alpha * Math.expm1(z));
  }

  private static Step clip(OnnxNode node, GraphConstants constants) {
    double low = bound(node, constants, 1, node.real("min", Double.NEGATIVE_INFINITY));
    double high = bound(node, constants, 2, node.real("max", Double.POSITIVE_INFINITY));
    String name = "clip to " + low + " and " + high;
    return Step.Elementwise.matched(name, z -> Math.min(Math.max(z, low), high));
  }

  private static double bound(
      OnnxNode node, GraphConstants constants, int place, double attribute) {
    if (input(node, place).isEmpty()) {
      return attribute;
    }
    double[] values = constants.constant(node, place).values();
    if (values.length != 1) {
      throw new InvalidInput("operator Clip: bounds that are one number each are read");
    }
    return values[0];
  }

  private static Step power(double[] exponent) {
    if (exponent.length != 1) {
      throw new InvalidInput("operator Pow: one exponent for all is read");
    }
    return Step.Elementwise.matched("power " + exponent[0], z -> Math.pow(z, exponent[0]));
  }
}

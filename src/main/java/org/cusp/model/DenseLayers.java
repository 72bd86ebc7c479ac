package org.cusp.model;

import java.util.ArrayList;
import java.util.List;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.model.layer.Dense;
import org.cusp.model.layer.Part;
import org.cusp.model.layer.Pointwise;
import org.cusp.model.layer.Sequential;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.tensor.Activation;

/**
 * Dense layers of given widths with one activation between them. Only dense layers are counted:
 * tensors are named {@code layers.0.weight}, {@code layers.0.bias}, {@code layers.1.weight}, ...
 */
final class DenseLayers {
  private DenseLayers() {}

  /** The activation follows every layer but the last. */
  static Sequential of(List<Integer> widths, Dense.Biases biases, Activation activation) {
    List<Part> parts = new ArrayList<>();
    for (int l = 0; l + 1 < widths.size(); l++) {
      if (l > 0 && activation != Activation.IDENTITY) {
        parts.add(new Part("activations." + (l - 1), new Pointwise(activation)));
      }
      parts.add(new Part("layers." + l, new Dense(widths.get(l + 1), biases)));
    }
    return new Sequential(parts);
  }

  /** Widths as people write them, such as 64-32-10. */
  static String joined(List<Integer> widths) {
    return String.join("-", widths.stream().map(String::valueOf).toList());
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
}

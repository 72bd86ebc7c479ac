package org.cusp.train;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cusp.format.NamedTensor;
import org.cusp.model.ParamSpace;

/** Lists of tensors in messages. */
final class Names {
  private static final int MOST = 6;

  private Names() {}

  /** The first few, and how many more there are. */
  static String some(List<String> names) {
    if (names.isEmpty()) {
      return "none";
    }
    return names.size() <= MOST
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MOST)) + " and " + (names.size() - MOST) + " more";
  }

  /** Tensors of a model with their shapes. */
  static String wanted(List<ParamSpace.Tensor> tensors) {
    return some(tensors.stream().map(tensor -> tensor.name() + " " + tensor.shape()).toList());
  }

  /** Tensors of a file with their shapes. */
  static String found(Map<String, NamedTensor> tensors) {
    return some(
        tensors.entrySet().stream()
            .map(entry -> entry.getKey() + " " + Arrays.toString(entry.getValue().shape()))
            .toList());
  }
}

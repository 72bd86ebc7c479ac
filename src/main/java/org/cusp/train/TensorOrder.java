package org.cusp.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cusp.contract.InvalidInput;

/**
 * What a user says about the tensors of a file.
 *
 * @param names of tensors or layers in the file, in the order of the model's; empty if not said
 * @param named the name in the file by that of a tensor or layer of the model; may be incomplete
 */
public record TensorOrder(List<String> names, Map<String, String> named) {
  /** Nothing: names and shapes decide. */
  public static final TensorOrder NONE = new TensorOrder(List.of(), Map.of());

  public TensorOrder {
    names = List.copyOf(names);
    named = Map.copyOf(named);
  }

  /**
   * Names joined by commas.
   *
   * @throws InvalidInput if one is empty or stands there twice
   */
  public static TensorOrder parse(String option, String joined) {
    List<String> names = new ArrayList<>();
    for (String name : Arrays.stream(joined.split(",", -1)).map(String::strip).toList()) {
      if (name.isEmpty() || names.contains(name)) {
        throw new InvalidInput(
            option + " must name each tensor or layer of the file once, got '" + joined + "'");
      }
      names.add(name);
    }
    return new TensorOrder(names, Map.of());
  }

  /** Whether nothing was said. */
  boolean isSilent() {
    return names.isEmpty() && named.isEmpty();
  }
}

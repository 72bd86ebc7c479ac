package org.cusp.foreign.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;

/**
 * What a configuration says; keys may lie under {@code cfg}, {@code model_args} and the like, as
 * checkpoints have them.
 *
 * @param source what messages call it
 * @param values texts of numbers, truths and words
 */
public record Settings(String source, Map<String, String> values) {
  private static final List<String> WRAPPERS =
      List.of("", "model_args.", "cfg.", "model_cfg.", "model_config.", "config.", "args.");

  public Settings {
    values = Map.copyOf(values);
  }

  private Optional<String> text(String key) {
    return WRAPPERS.stream()
        .filter(wrapper -> values.containsKey(wrapper + key))
        .findFirst()
        .map(wrapper -> values.get(wrapper + key));
  }

  public boolean has(String key) {
    return text(key).isPresent();
  }

  /** A positive whole number, where it is there. */
  public Optional<Integer> whole(String key) {
    return text(key)
        .map(
            text -> {
              try {
                return Check.inRange(at(key), Integer.parseInt(text), 1, Integer.MAX_VALUE);
              } catch (NumberFormatException e) {
                throw new InvalidInput(at(key) + " must be a whole number, got '" + text + "'", e);
              }
            });
  }

  /**
   * A positive whole number.
   *
   * @throws InvalidInput if it is not there
   */
  public int require(String key) {
    return whole(key).orElseThrow(() -> new InvalidInput(source + ": lacks " + key));
  }

  /** A number, or this one. */
  public double number(String key, double otherwise) {
    String text = text(key).orElse(null);
    if (text == null) {
      return otherwise;
    }
    try {
      return Check.finite(at(key), Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw new InvalidInput(at(key) + " must be a number, got '" + text + "'", e);
    }
  }

  /** Yes or no, or this. */
  public boolean truth(String key, boolean otherwise) {
    String text = text(key).orElse(null);
    if (text == null) {
      return otherwise;
    }
    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      throw new InvalidInput(at(key) + " must be true or false, got '" + text + "'");
    }
    return text.equalsIgnoreCase("true");
  }

  /** A word, or this one. */
  public String word(String key, String otherwise) {
    return text(key).orElse(otherwise);
  }

  private String at(String key) {
    return source + ": " + key;
  }
}

package org.cusp.foreign.plan;

import java.util.Map;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;

/**
 * What a configuration says.
 *
 * @param source what messages call it
 * @param values texts of numbers, truths and words
 */
public record Settings(String source, Map<String, String> values) {
  public Settings {
    values = Map.copyOf(values);
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** A positive whole number, where it is there. */
  public Optional<Integer> whole(String key) {
    return Optional.ofNullable(values.get(key))
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
    String text = values.get(key);
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
    String text = values.get(key);
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
    return values.getOrDefault(key, otherwise);
  }

  private String at(String key) {
    return source + ": " + key;
  }
}

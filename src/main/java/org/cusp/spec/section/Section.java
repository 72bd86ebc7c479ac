package org.cusp.spec.section;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.contract.Share;

/**
 * One section of a spec file: typed values by key. A value of a wrong type is an {@link
 * InvalidInput} with the path of the key, the value, and what is allowed.
 */
public final class Section {
  private static final int LONGEST_SHOWN = 60;
  private static final ObjectMapper PLAIN = new ObjectMapper();

  private final String path;
  private final JsonNode node;

  /**
   * A section.
   *
   * @param path its key, empty for the whole file
   * @param node a mapping
   */
  public Section(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  /** A section with nothing in it. */
  public static Section empty(String path) {
    return new Section(path, JsonNodeFactory.instance.objectNode());
  }

  /** Refuses every key that is not in the lists; {@code which} names the section in the message. */
  public void allow(String which, List<String> keys, List<String> more) {
    List<String> allowed = new ArrayList<>(keys);
    allowed.addAll(more);
    for (String key : (Iterable<String>) node::fieldNames) {
      if (!allowed.contains(key)) {
        throw Nearest.unknown("key in " + which, shorten(key), allowed);
      }
    }
  }

  public boolean has(String key) {
    return node.has(key);
  }

  /** The section under a key; empty where the file has none or nothing in it. */
  public Section section(String key) {
    JsonNode value = node.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return new Section(key, JsonNodeFactory.instance.objectNode());
    }
    if (!value.isObject()) {
      throw wrong(key, "a section of keys and values", value);
    }
    return new Section(key, value);
  }

  /** A word or a number, as it was written. */
  public Optional<String> text(String key) {
    return value(key)
        .map(
            value -> {
              if (!value.isValueNode() || value.isNull() || value.asText().isBlank()) {
                throw wrong(key, "a text", value);
              }
              return value.asText().strip();
            });
  }

  public String requiredText(String key) {
    return text(key).orElseThrow(() -> missing(key));
  }

  public OptionalInt whole(String key) {
    OptionalLong value = wholeLong(key);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    if (value.getAsLong() != (int) value.getAsLong()) {
      throw wrong(key, "a whole number below 2^31 in size", node.get(key));
    }
    return OptionalInt.of((int) value.getAsLong());
  }

  public OptionalLong wholeLong(String key) {
    Optional<JsonNode> value = value(key);
    return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of(toWhole(key, value.get()));
  }

  public OptionalDouble number(String key) {
    Optional<JsonNode> value = value(key);
    return value.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            decimal(value.get())
                .orElseThrow(() -> wrong(key, "a number", value.get()))
                .doubleValue());
  }

  /** A number that may be written in per cent. */
  public OptionalDouble share(String key) {
    Optional<JsonNode> value = value(key);
    if (value.isEmpty() || value.get().isNumber()) {
      return number(key);
    }
    OptionalDouble share = Share.parse(value.get().asText());
    if (share.isEmpty()) {
      throw wrong(key, "a number such as 0.01 or 1%", value.get());
    }
    return share;
  }

  public boolean isList(String key) {
    return node.path(key).isArray();
  }

  /** A list of whole numbers. */
  public List<Integer> wholes(String key) {
    JsonNode value = value(key).orElseThrow(() -> missing(key));
    if (!value.isArray()) {
      throw wrong(key, "a list of whole numbers such as [64, 32, 10]", value);
    }
    List<Integer> numbers = new ArrayList<>();
    for (JsonNode entry : value) {
      String place = key + "[" + numbers.size() + "]";
      long number = toWhole(place, entry);
      if (number != (int) number) {
        throw wrong(place, "a whole number below 2^31 in size", entry);
      }
      numbers.add((int) number);
    }
    return numbers;
  }

  /** A list of anything, as plain values: texts, numbers, truths, lists and maps. */
  public List<?> list(String key) {
    JsonNode value = value(key).orElseThrow(() -> missing(key));
    if (!value.isArray()) {
      throw wrong(key, "a list", value);
    }
    return PLAIN.convertValue(value, List.class);
  }

  /** A list of words; one word is a list of one. */
  public List<String> words(String key) {
    JsonNode value = value(key).orElseThrow(() -> missing(key));
    List<String> words = new ArrayList<>();
    for (JsonNode entry : value.isArray() ? value : List.of(value)) {
      if (!entry.isValueNode() || entry.isNull()) {
        throw wrong(key, "a list of words", value);
      }
      words.add(entry.asText().strip());
    }
    return words;
  }

  /** A section of words by words; empty where there is none. */
  public Map<String, String> texts(String key) {
    Section words = section(key);
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : (Iterable<String>) words.node::fieldNames) {
      texts.put(name, words.requiredText(name));
    }
    return texts;
  }

  /** Yes or no. */
  public Optional<Boolean> truth(String key) {
    return value(key)
        .map(
            value -> {
              if (!value.isBoolean()) {
                throw wrong(key, "true or false", value);
              }
              return value.booleanValue();
            });
  }

  /** The constant whose id the file gives. */
  public <T> Optional<T> choice(String key, T[] constants, Function<T, String> id) {
    return text(key).map(word -> chosen(key, word, constants, id));
  }

  public <T> T requiredChoice(String key, T[] constants, Function<T, String> id) {
    return choice(key, constants, id)
        .orElseThrow(
            () ->
                new InvalidInput(
                    Keys.path(path, key)
                        + " is missing: give one of "
                        + String.join(", ", Arrays.stream(constants).map(id).toList())));
  }

  private <T> T chosen(String key, String word, T[] constants, Function<T, String> id) {
    return Arrays.stream(constants)
        .filter(constant -> id.apply(constant).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                Nearest.unknown(
                    Keys.path(path, key),
                    shorten(word),
                    Arrays.stream(constants).map(id).toList()));
  }

  public InvalidInput wrong(String key, String allowed) {
    return wrong(key, allowed, node.path(key));
  }

  private InvalidInput wrong(String key, String allowed, JsonNode value) {
    String shown = value.isNull() || value.isMissingNode() ? "nothing" : shorten(value.toString());
    return new InvalidInput(Keys.path(path, key) + " must be " + allowed + ", got " + shown);
  }

  public InvalidInput missing(String key) {
    return new InvalidInput(Keys.path(path, key) + " is missing");
  }

  private Optional<JsonNode> value(String key) {
    return Optional.ofNullable(node.get(key));
  }

  private long toWhole(String key, JsonNode value) {
    try {
      return decimal(value).orElseThrow(() -> wrong(key, "a whole number", value)).longValueExact();
    } catch (ArithmeticException e) {
      throw wrong(key, "a whole number below 2^63 in size", value);
    }
  }

  /** A number; the YAML reader takes 1e-4 for a text. */
  private static Optional<BigDecimal> decimal(JsonNode value) {
    if (!value.isNumber() && !value.isTextual()) {
      return Optional.empty();
    }
    try {
      BigDecimal number = new BigDecimal(value.asText());
      boolean sane = Math.abs((long) number.precision() - number.scale()) < 400;
      return sane || number.signum() == 0 ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String shorten(String text) {
    String line = text.replaceAll("\\p{C}", "?");
    return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "...";
  }
}

package org.cusp.model.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;

/**
 * What a spec file says of one layer. A fault is one line with the place of the layer.
 *
 * @param place such as model.layers.1
 * @param name of the layer
 * @param values by key
 * @param inner reads the layers that a layer is made of
 */
public record LayerText(String place, String name, Map<String, Object> values, Inner inner) {
  /** Reads a list of layers. */
  public interface Inner {
    /**
     * Layers one after the other.
     *
     * @param place what messages put before the name of a layer
     * @param prefix what names of layers begin with
     */
    Sequential read(String place, String prefix, List<?> items);
  }

  private static final int LONGEST_SHOWN = 60;

  /** A positive whole number, which must be there. */
  public int whole(String key) {
    Object value = required(key);
    if (!(value instanceof Integer number)) {
      throw wrong(key, "a whole number", value);
    }
    return Check.atLeast(at(key), number, 1);
  }

  /** A whole number that may be left out. */
  public int whole(String key, int otherwise) {
    return values.containsKey(key) ? whole(key) : otherwise;
  }

  /** Rows and columns: one number for both, or a list of two. */
  public List<Integer> pair(String key, int least) {
    Object value = required(key);
    List<?> two = value instanceof List<?> list ? list : List.of(value, value);
    if (two.size() != 2 || !two.stream().allMatch(Integer.class::isInstance)) {
      throw wrong(key, "a whole number, or two such as [3, 5] for rows and columns", value);
    }
    return two.stream().map(it -> Check.atLeast(at(key), (Integer) it, least)).toList();
  }

  /** The same where the key may be left out. */
  public List<Integer> pair(String key, int least, List<Integer> otherwise) {
    return values.containsKey(key) ? pair(key, least) : otherwise;
  }

  /** Yes or no. */
  public Optional<Boolean> truth(String key) {
    return Optional.ofNullable(values.get(key))
        .map(
            value -> {
              if (!(value instanceof Boolean truth)) {
                throw wrong(key, "true or false", value);
              }
              return truth;
            });
  }

  /** A list of layers, which must be there. */
  public Sequential layers(String key) {
    Object value = required(key);
    if (!(value instanceof List<?> list)) {
      throw wrong(key, "a list of layers", value);
    }
    return inner.read(place + ".", "", list);
  }

  /** A positive number that may be left out. */
  public double positive(String key, double otherwise) {
    return values.containsKey(key)
        ? Check.positive(at(key), number(key, "a positive number"))
        : otherwise;
  }

  /** A number from 0 to 1 that may be left out. */
  public double part(String key, double otherwise) {
    return values.containsKey(key)
        ? Check.inRange(at(key), number(key, "a number from 0 to 1"), 0, 1)
        : otherwise;
  }

  /** YAML takes 1e-5 for a text, since it has no dot. */
  private double number(String key, String allowed) {
    Object value = required(key);
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    try {
      return Double.parseDouble(String.valueOf(value));
    } catch (NumberFormatException e) {
      throw wrong(key, allowed, value);
    }
  }

  /** A word of the user's, which must be there. */
  public String name(String key) {
    return String.valueOf(required(key));
  }

  /** One of these words, which must be there. */
  public String word(String key, List<String> allowed) {
    Object value = required(key);
    if (!allowed.contains(String.valueOf(value))) {
      throw wrong(key, String.join(" or ", allowed), value);
    }
    return String.valueOf(value);
  }

  /** A number of a place, from 0, which must be there. */
  public int place(String key, String allowed) {
    Object value = required(key);
    if (!(value instanceof Integer number) || number < 0) {
      throw wrong(key, allowed, value);
    }
    return number;
  }

  /** Numbers of places, from 0, each once; empty where the key is left out. */
  public List<Integer> places(String key) {
    if (!values.containsKey(key)) {
      return List.of();
    }
    String allowed = "a list of different whole numbers from 0, such as [0, 2, 4]";
    if (!(required(key) instanceof List<?> list)
        || list.isEmpty()
        || list.stream().distinct().count() != list.size()
        || !list.stream().allMatch(it -> it instanceof Integer place && place >= 0)) {
      throw wrong(key, allowed, values.get(key));
    }
    return list.stream().map(Integer.class::cast).toList();
  }

  /** Lists of layers, two or more. */
  public List<Sequential> branches(String key) {
    Object value = required(key);
    if (!(value instanceof List<?> list)
        || list.size() < 2
        || !list.stream().allMatch(List.class::isInstance)) {
      throw wrong(key, "lists of layers, two or more", value);
    }
    List<Sequential> branches = new ArrayList<>();
    list.forEach(
        branch ->
            branches.add(inner.read(place + "." + branches.size() + ".", "", (List<?>) branch)));
    return branches;
  }

  private Object required(String key) {
    return Optional.ofNullable(values.get(key))
        .orElseThrow(
            () -> new InvalidInput(at(key) + " is missing: " + name + " needs a value, or a key"));
  }

  private String at(String key) {
    return place + " (" + name + "): " + key;
  }

  private InvalidInput wrong(String key, String allowed, Object value) {
    return new InvalidInput(at(key) + " must be " + allowed + ", got " + shown(value));
  }

  /** A value in a message, cut where it is long. */
  public static String shown(Object value) {
    String text = String.valueOf(value).replaceAll("\\p{C}", "?");
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
  }
}

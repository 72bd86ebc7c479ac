package org.cusp.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A problem as a user names it: {@code name:key=value,key=value}, such as {@code
 * dln:widths=10x10x10,rank=3}. Lists are joined by {@code x}. What follows the colon may begin with
 * one free text without {@code =}, such as the polynomial of {@code polynomial:'x^2*y^4',at=0x0};
 * quotes around it (or around a value) protect commas and are removed.
 *
 * @param what is named, for messages: "problem", or what else speaks this language
 * @param name the word before the colon, in lower case letters, digits and hyphens
 * @param argument the free text after the colon, empty where there is none
 * @param values the keys with their values as typed, in the order typed; unmodifiable
 */
public record ProblemString(String what, String name, String argument, Map<String, String> values) {
  private static final String PROBLEM = "problem";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

  public ProblemString {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Of a problem. */
  public ProblemString(String name, String argument, Map<String, String> values) {
    this(PROBLEM, name, argument, values);
  }

  /**
   * The parts of a problem string.
   *
   * @throws InvalidInput where the text has not this form, or a key comes twice
   */
  public static ProblemString parse(String text) {
    return parse(PROBLEM, text);
  }

  /**
   * The parts of a string in the language of problems.
   *
   * @param what it names, in one word
   * @throws InvalidInput where the text has not this form, or a key comes twice
   */
  public static ProblemString parse(String what, String text) {
    int colon = text.indexOf(':');
    String name = (colon < 0 ? text : text.substring(0, colon)).strip();
    if (!NAME.matcher(name).matches()) {
      throw new InvalidInput(
          what + " '" + text + "': expected name:key=value,key=value, got the name '" + name + "'");
    }
    String argument = "";
    Map<String, String> values = new LinkedHashMap<>();
    List<String> items =
        colon < 0 ? List.of() : items(what + " " + name, text.substring(colon + 1));
    for (int k = 0; k < items.size(); k++) {
      String item = items.get(k).strip();
      int equals = indexOfUnquoted(item, '=');
      if (equals < 0 && k == 0) {
        argument = unquoted(item);
      } else {
        put(what + " " + name, values, item, equals);
      }
    }
    return new ProblemString(what, name, argument, values);
  }

  private static void put(String place, Map<String, String> values, String item, int equals) {
    String key = equals < 0 ? "" : item.substring(0, equals).strip();
    String value = equals < 0 ? "" : unquoted(item.substring(equals + 1).strip());
    if (!KEY.matcher(key).matches() || value.isEmpty()) {
      throw new InvalidInput(place + ": expected key=value, got '" + item + "'");
    }
    if (values.putIfAbsent(key, value) != null) {
      throw new InvalidInput(place + ": key '" + key + "' is given twice");
    }
  }

  private static List<String> items(String place, String body) {
    List<String> items = new ArrayList<>();
    StringBuilder item = new StringBuilder();
    char quote = 0;
    for (char c : body.toCharArray()) {
      if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      }
      if (c == ',' && quote == 0) {
        items.add(item.toString());
        item.setLength(0);
      } else {
        item.append(c);
      }
    }
    if (quote != 0) {
      throw new InvalidInput(place + ": the quote " + quote + " is not closed");
    }
    if (!items.isEmpty() || !item.toString().isBlank()) {
      items.add(item.toString());
    }
    return items;
  }

  private static int indexOfUnquoted(String item, char wanted) {
    boolean startsQuoted = item.startsWith("'") || item.startsWith("\"");
    return startsQuoted ? -1 : item.indexOf(wanted);
  }

  private static String unquoted(String text) {
    boolean quoted =
        text.length() >= 2
            && (text.charAt(0) == '\'' || text.charAt(0) == '"')
            && text.charAt(text.length() - 1) == text.charAt(0);
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /** Whether the key was given. */
  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** This, if all its keys are among those allowed and it has no free text. */
  public ProblemString requireOnly(Collection<String> allowed) {
    if (!argument.isEmpty()) {
      throw new InvalidInput(what + " " + name + ": expected key=value, got '" + argument + "'");
    }
    return requireOnlyKeys(allowed);
  }

  /** This, if all its keys are among those allowed; free text may be there. */
  public ProblemString requireOnlyKeys(Collection<String> allowed) {
    for (String key : values.keySet()) {
      if (!allowed.contains(key)) {
        if (allowed.isEmpty()) {
          throw new InvalidInput(what + " " + name + " takes no keys, got '" + key + "'");
        }
        throw Nearest.unknown("key of " + what + " " + name, key, allowed);
      }
    }
    return this;
  }

  /** The value as typed; an error if the key is missing. */
  public String textAt(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new InvalidInput(what + " " + name + ": key '" + key + "' is missing");
    }
    return value;
  }

  /** The value as a whole number; an error if the key is missing. */
  public int intAt(String key) {
    return parsed(key, "a whole number below 2^31", Integer::parseInt);
  }

  /** The value as a whole number, or the default if the key is missing. */
  public int intAt(String key, int otherwise) {
    return has(key) ? intAt(key) : otherwise;
  }

  /** The value as a whole number; an error if the key is missing. */
  public long longAt(String key) {
    return parsed(key, "a whole number below 2^63", Long::parseLong);
  }

  /** The value as a whole number, or the default if the key is missing. */
  public long longAt(String key, long otherwise) {
    return has(key) ? longAt(key) : otherwise;
  }

  /** The value as a finite number; an error if the key is missing. */
  public double doubleAt(String key) {
    return parsed(key, "a finite number", ProblemString::finite);
  }

  /** The value as a finite number, or the default if the key is missing. */
  public double doubleAt(String key, double otherwise) {
    return has(key) ? doubleAt(key) : otherwise;
  }

  /** The value as whole numbers joined by {@code x}; an error if the key is missing. */
  public List<Integer> intListAt(String key) {
    return parsed(
        key,
        "whole numbers joined by x, such as 10x5x10",
        text -> textList(text).stream().map(Integer::parseInt).toList());
  }

  /** The value as finite numbers joined by {@code x}; an error if the key is missing. */
  public List<Double> doubleListAt(String key) {
    return parsed(
        key,
        "finite numbers joined by x, such as 4x2x0.5",
        text -> textList(text).stream().map(ProblemString::finite).toList());
  }

  /** The value as words joined by {@code x}; an error if the key is missing. */
  public List<String> textListAt(String key) {
    return textList(textAt(key));
  }

  private static List<String> textList(String text) {
    return List.of(text.split("x", -1));
  }

  private static double finite(String text) {
    double value = Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      throw new NumberFormatException(text);
    }
    return value;
  }

  private <T> T parsed(String key, String expected, Function<String, T> parser) {
    String text = textAt(key);
    try {
      return parser.apply(text);
    } catch (NumberFormatException e) {
      throw new InvalidInput(
          what + " " + name + ": key '" + key + "' must be " + expected + ", got '" + text + "'",
          e);
    }
  }

  /** The text that parses to this, without the quotes that are not needed. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    if (!argument.isEmpty()) {
      parts.add(argument.contains(",") || argument.contains("=") ? "'" + argument + "'" : argument);
    }
    values.forEach(
        (key, value) -> parts.add(key + "=" + (value.contains(",") ? "'" + value + "'" : value)));
    return parts.isEmpty() ? name : name + ":" + String.join(",", parts);
  }
}

package org.cusp.foreign.plan;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Layers as a spec file has them, in YAML's notation with brackets. */
final class LayerYaml {
  private LayerYaml() {}

  static String text(Object item) {
    if (item instanceof List<?> list) {
      return list.stream().map(LayerYaml::text).collect(Collectors.joining(", ", "[", "]"));
    }
    if (item instanceof Map<?, ?> map) {
      boolean layer = map.size() == 1;
      String entries =
          map.entrySet().stream()
              .map(entry -> entry.getKey() + ": " + inner(entry.getValue()))
              .collect(Collectors.joining(", "));
      return layer ? entries : "{" + entries + "}";
    }
    return String.valueOf(item);
  }

  /** Keys and values stand in braces, also where there is only one. */
  private static String inner(Object value) {
    return value instanceof Map<?, ?> map && map.size() == 1
        ? "{" + text(value) + "}"
        : text(value);
  }
}

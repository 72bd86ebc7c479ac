package org.cusp.model.layer;

import java.util.List;
import java.util.function.Function;

/**
 * How a spec file has a layer: {@code name}, {@code name: value} or {@code name: {key: value}}.
 *
 * @param keys that it takes; a value alone is that of the first
 * @param reader makes the layer
 */
public record LayerType(String name, List<String> keys, Function<LayerText, Layer> reader) {
  public LayerType {
    keys = List.copyOf(keys);
  }
}

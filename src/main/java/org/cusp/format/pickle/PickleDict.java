package org.cusp.format.pickle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Python dictionary (ordered or not) in the order in which it was filled. */
public final class PickleDict {
  // Not a map of the keys themselves: a hostile pickle's keys may contain themselves.
  private final List<Object> keys = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  void put(Object key, Object value) {
    keys.add(key);
    values.add(value);
  }

  /** What stands under texts and whole numbers; of equal keys the last counts. */
  public Map<String, Object> named() {
    Map<String, Object> named = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i) instanceof String || keys.get(i) instanceof Long) {
        named.put(keys.get(i).toString(), values.get(i));
      }
    }
    return named;
  }

  /** All values, whatever their keys. */
  public List<Object> values() {
    return values;
  }
}

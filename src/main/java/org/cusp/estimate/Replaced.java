package org.cusp.estimate;

import java.util.Map;
import org.cusp.calibrate.Measured;

/**
 * Logarithms of averages over a posterior that were not taken from its draws, by the row of their
 * datum, from 0.
 */
record Replaced(Map<Integer, Measured> byRow) {
  static final Replaced NONE = new Replaced(Map.of());

  Replaced {
    byRow = Map.copyOf(byRow);
  }

  boolean has(int row) {
    return byRow.containsKey(row);
  }

  double value(int row) {
    return byRow.get(row).value();
  }

  /** The standard error of their sum: each has draws of its own. */
  double errorOfSum() {
    return Math.sqrt(byRow.values().stream().mapToDouble(m -> m.se() * m.se()).sum());
  }
}

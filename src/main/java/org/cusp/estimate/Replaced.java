package org.cusp.estimate;

import java.util.Map;
import org.cusp.diagnostics.Estimate;

/**
 * Logarithms of averages over a posterior that were not taken from its draws, by the row of their
 * datum, from 0.
 */
public record Replaced(Map<Integer, Estimate> byRow) {
  public static final Replaced NONE = new Replaced(Map.of());

  public Replaced {
    byRow = Map.copyOf(byRow);
  }

  public boolean has(int row) {
    return byRow.containsKey(row);
  }

  public double value(int row) {
    return byRow.get(row).value();
  }

  /** The standard error of their sum: each has draws of its own. */
  public double errorOfSum() {
    return Math.sqrt(byRow.values().stream().mapToDouble(m -> m.se() * m.se()).sum());
  }
}

package org.cusp.cli.text;

import java.util.List;
import java.util.Optional;
import org.cusp.estimate.along.Change;

/** Cells of the change from the checkpoint before. */
final class Changes {
  private Changes() {}

  /** The one that leads to a step; empty at the first checkpoint, and of what is no checkpoint. */
  static Optional<Change> to(Long step, List<Change> changes) {
    return changes.stream().filter(change -> step != null && change.to() == step).findFirst();
  }

  static String value(Optional<Change> change) {
    return LlcText.cell("%+.4g", change.map(Change::value).orElse(Double.NaN));
  }

  static String error(Optional<Change> change) {
    return LlcText.cell("%.2g", change.map(Change::se).orElse(Double.NaN));
  }
}

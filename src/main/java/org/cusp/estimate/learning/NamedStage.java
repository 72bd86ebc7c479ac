package org.cusp.estimate.learning;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A stage of a training with the name that its record earns it ({@link NamedStages}).
 *
 * @param from the step at which it begins
 * @param to the step at which it ends
 * @param changes what the record has at both ends; evaluations nearest to them
 */
public record NamedStage(String name, long from, long to, List<Change> changes) {
  static final String WARM_UP = "learning-rate warm-up";

  public NamedStage {
    changes = List.copyOf(changes);
  }

  /** Whether it is about the learning rate and not the losses. */
  public boolean isOfRate() {
    return name.equals(WARM_UP);
  }

  /** One quantity at both ends of a stage. */
  public record Change(String of, double before, double after) {
    /** In words. */
    public String line() {
      return String.format(Locale.ROOT, "%s %.4g to %.4g", of, before, after);
    }
  }

  /** In a line. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%s, step %d to %d: %s",
        name,
        from,
        to,
        changes.stream().map(Change::line).collect(Collectors.joining(", ")));
  }
}

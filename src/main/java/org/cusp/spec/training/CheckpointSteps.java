package org.cusp.spec.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;

/** At which steps checkpoints are written. */
final class CheckpointSteps {
  private static final int DEFAULT_COUNT = 14;
  private static final String KEY = Keys.train(Keys.CHECKPOINTS);

  private static final Pattern EVERY = Pattern.compile("every\\s+(\\d{1,9})");

  private CheckpointSteps() {}

  /** A number of checkpoints, a list of steps, or {@code every} so many of them. */
  static List<Integer> read(Section section, int steps) {
    if (section.isList(Keys.CHECKPOINTS)) {
      return section.wholes(Keys.CHECKPOINTS);
    }
    Optional<Matcher> every = section.text(Keys.CHECKPOINTS).map(EVERY::matcher);
    if (every.isPresent() && every.get().matches()) {
      return multiples(Integer.parseInt(every.get().group(1)), steps);
    }
    int count = section.whole(Keys.CHECKPOINTS).orElse(Math.min(DEFAULT_COUNT, steps + 1));
    return logSpaced(count, steps);
  }

  /** Step 0, the multiples of a step, and the last. */
  private static List<Integer> multiples(int every, int steps) {
    Check.inRange(KEY + ", every", every, 1, steps);
    List<Integer> chosen = new ArrayList<>();
    for (long step = 0; step < steps; step += every) {
      chosen.add((int) step);
    }
    chosen.add(steps);
    return chosen;
  }

  /**
   * Step 0, then steps from 1 to the last in equal ratios as nearly as distinct whole numbers
   * allow. One checkpoint is the last step.
   */
  static List<Integer> logSpaced(int count, int steps) {
    Check.inRange(KEY, count, 1, steps + 1);
    List<Integer> chosen = new ArrayList<>();
    if (count > 1) {
      chosen.add(0);
    }
    if (count > 2) {
      chosen.add(1);
    }
    while (chosen.size() < count) {
      int last = chosen.isEmpty() ? 0 : chosen.get(chosen.size() - 1);
      int left = count - chosen.size();
      double ratio = Math.pow((double) steps / Math.max(1, last), 1.0 / left);
      chosen.add(left == 1 ? steps : Math.max(last + 1, (int) Math.round(last * ratio)));
    }
    return chosen;
  }

  /** The list, if it is increasing within 0 .. steps. */
  static List<Integer> checked(List<Integer> chosen, int steps) {
    if (chosen.isEmpty()) {
      throw new InvalidInput(KEY + " must name at least one step, got []");
    }
    int previous = -1;
    for (int step : chosen) {
      Check.inRange(KEY, step, 0, steps);
      if (step <= previous) {
        throw new InvalidInput(KEY + " must be increasing, got " + step + " after " + previous);
      }
      previous = step;
    }
    return List.copyOf(chosen);
  }
}

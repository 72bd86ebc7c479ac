package org.cusp.cli.options;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.cusp.contract.InvalidInput;
import org.cusp.run.Target;
import picocli.CommandLine.Option;

/** Which checkpoints of a run a command is about. */
public final class CheckpointsOption {
  private static final String LAST = "last";
  private static final String ALL = "all";

  @Option(
      names = "--checkpoints",
      paramLabel = "last|all|STEPS",
      description =
          "Of a run: its last checkpoint (default), all, or those of these steps, joined by commas,"
              + " each for itself.")
  private String asked = LAST;

  /**
   * The target at those.
   *
   * @throws InvalidInput where it has none of such a step
   */
  public Target of(Target target) {
    if (asked.equals(LAST)) {
      return target.atLast();
    }
    if (asked.equals(ALL)) {
      return target;
    }
    List<Target.Point> chosen = new ArrayList<>();
    for (String step : Arrays.stream(asked.split(",", -1)).distinct().toList()) {
      chosen.add(point(target, step.strip()));
    }
    return target.withPoints(chosen);
  }

  private Target.Point point(Target target, String step) {
    if (!step.matches("\\d{1,18}")) {
      throw new InvalidInput(
          "--checkpoints must be last, all, or steps joined by commas, such as 100,3000, got '"
              + asked
              + "'");
    }
    long number = Long.parseLong(step);
    return target.points().stream()
        .filter(point -> point.step().isPresent() && point.step().getAsLong() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInput(
                    "--checkpoints "
                        + step
                        + ": "
                        + target.name()
                        + " has no checkpoint of that step"
                        + there(target)));
  }

  private static String there(Target target) {
    String steps =
        target.points().stream()
            .filter(point -> point.step().isPresent())
            .map(point -> Long.toString(point.step().getAsLong()))
            .collect(Collectors.joining(", "));
    return steps.isEmpty() ? "" : ", but of " + steps;
  }
}

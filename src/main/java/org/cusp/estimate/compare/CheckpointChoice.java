package org.cusp.estimate.compare;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.cusp.contract.InvalidInput;
import org.cusp.run.Target;

/** Which parameter of a target with several is meant. */
public sealed interface CheckpointChoice {
  /** The last one in training order. */
  record Last() implements CheckpointChoice {}

  /** The one with the lowest loss, on held-out data where there are some. */
  record Best() implements CheckpointChoice {}

  /** That of a step. */
  record AtStep(long step) implements CheckpointChoice {}

  /**
   * A choice in words: {@code last}, {@code best} or the number of a step.
   *
   * @param name what messages call it
   */
  static CheckpointChoice parse(String name, String text) {
    return switch (text) {
      case "last" -> new Last();
      case "best" -> new Best();
      default -> atStep(name, text);
    };
  }

  private static CheckpointChoice atStep(String name, String text) {
    try {
      return new AtStep(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new InvalidInput(
          name + " must be last, best or the number of a step, got '" + text + "'", e);
    }
  }

  /**
   * A parameter and why it was taken.
   *
   * @param why empty where there was nothing to choose
   */
  record Chosen(Target.Point point, String why) {}

  /**
   * The parameter of a target.
   *
   * @param loss of a parameter, for the best one
   */
  default Chosen of(Target target, ToDoubleFunction<Target.Point> loss) {
    List<Target.Point> points = target.points();
    if (points.size() == 1 && !(this instanceof AtStep)) {
      return new Chosen(points.get(0), "");
    }
    if (this instanceof AtStep at) {
      return new Chosen(atStep(target, at.step()), "");
    }
    return this instanceof Best
        ? best(target, loss)
        : new Chosen(points.get(points.size() - 1), "the last of " + points.size());
  }

  private static Target.Point atStep(Target target, long step) {
    return target.points().stream()
        .filter(point -> point.step().equals(OptionalLong.of(step)))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInput(
                    target.name()
                        + ": has no checkpoint of step "
                        + step
                        + ", only of "
                        + target.points().stream()
                            .map(p -> p.step().isPresent() ? "" + p.step().getAsLong() : p.name())
                            .collect(Collectors.joining(", "))));
  }

  private static Chosen best(Target target, ToDoubleFunction<Target.Point> loss) {
    Target.Point best = target.points().get(0);
    double least = loss.applyAsDouble(best);
    for (Target.Point point : target.points().subList(1, target.points().size())) {
      double found = loss.applyAsDouble(point);
      // Written so that a loss that is not a number never wins.
      if (found < least || Double.isNaN(least)) {
        best = point;
        least = found;
      }
    }
    String by = target.test().isPresent() ? "held-out" : "training";
    return new Chosen(
        best, "the lowest " + by + " loss of " + target.points().size() + " checkpoints");
  }
}

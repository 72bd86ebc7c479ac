package org.cusp.cli.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cusp.cli.format.Answer;
import org.cusp.estimate.PointResult;
import org.cusp.estimate.criteria.Unfinished;
import org.cusp.run.Target;

/**
 * What was found at the points of a target.
 *
 * @param results in training order
 * @param unfinished what is known of points whose budget ended before
 */
public record Found<R>(List<R> results, List<Unfinished> unfinished) {
  public Found {
    results = List.copyOf(results);
    unfinished = List.copyOf(unfinished);
  }

  /** Of one point. */
  public static <R> Found<R> one(R result) {
    return new Found<>(List.of(result), List.of());
  }

  /** Whether there is a result for every point, and each is trusted. */
  public static boolean allTrusted(Found<? extends PointResult> found) {
    return found.unfinished.isEmpty()
        && found.results.stream().allMatch(result -> result.verdict().isTrusted());
  }

  /**
   * The answer of a command: for programmes the one result of a single parameter, or a document
   * with a list.
   */
  public static Answer answer(
      String command,
      Target target,
      Found<? extends PointResult> found,
      Measured measured,
      Supplier<List<String>> text) {
    return answer(command, target, found, Map.of(), measured, text);
  }

  /**
   * The same with what the results say together.
   *
   * @param together what stands in the document after the list, by name
   */
  public static Answer answer(
      String command,
      Target target,
      Found<? extends PointResult> found,
      Map<String, ?> together,
      Measured measured,
      Supplier<List<String>> text) {
    return new Answer(
        text,
        () -> found.json(command, target, together, measured),
        found.results.stream().flatMap(result -> result.estimates().stream()).toList());
  }

  private String json(String command, Target target, Map<String, ?> together, Measured measured) {
    boolean isOne = results.size() + unfinished.size() == 1;
    if (target.directory().isEmpty() && isOne && together.isEmpty()) {
      return measured.json(results.isEmpty() ? unfinished.get(0) : results.get(0));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("command", command);
    document.put("target", target.name());
    document.put("results", results);
    if (!unfinished.isEmpty()) {
      document.put("unfinished", unfinished);
    }
    document.putAll(together);
    return measured.jsonOfEach(document, results.size());
  }
}

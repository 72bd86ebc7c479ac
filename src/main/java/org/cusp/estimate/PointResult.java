package org.cusp.estimate;

import java.util.List;
import java.util.stream.Stream;
import org.cusp.diagnostics.Estimate;
import org.cusp.verdict.Verdict;

/** What a command found at one parameter of its target. */
public interface PointResult {
  String target();

  /** Of training; null where the parameter is not a checkpoint of a run. */
  Long step();

  Verdict verdict();

  /** Every number that has an error, the chief one first. */
  List<EstimateOf> estimates();

  /** Estimates of this result, those left out that are null. */
  static List<EstimateOf> named(PointResult result, NamedNumber... numbers) {
    return Stream.of(numbers)
        .filter(number -> number.estimate() != null)
        .map(number -> number.of(result))
        .toList();
  }

  /** A number of a result; null where it is not known. */
  record NamedNumber(String name, Estimate estimate) {
    private EstimateOf of(PointResult result) {
      String at = result.step() == null ? "" : "step " + result.step();
      return new EstimateOf(result.target(), at, name, estimate, result.verdict().status());
    }
  }
}

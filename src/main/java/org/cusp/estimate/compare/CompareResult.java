package org.cusp.estimate.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.stream.Stream;
import org.cusp.estimate.EstimateOf;
import org.cusp.run.Provenance;

/**
 * Two models on the same data, as it is printed and stored; the components' names are the names in
 * the JSON.
 *
 * @param quantity what the numbers are, in words
 */
public record CompareResult(
    String command, String quantity, Side a, Side b, List<OnData> results, Provenance provenance) {
  /** Said beside every number. */
  public static final String QUANTITY =
      "d = loss(B) - loss(A) of each datum, in nats: positive where A predicts better";

  /** The mean losses and their differences on each data set. */
  public List<EstimateOf> estimates() {
    return results.stream().flatMap(this::estimates).toList();
  }

  private Stream<EstimateOf> estimates(OnData on) {
    String target = a.target() + " and " + b.target();
    return on.losses().means().entrySet().stream()
        .map(mean -> new EstimateOf(target, on.data(), mean.getKey(), mean.getValue(), null));
  }

  /**
   * One of the two models.
   *
   * @param target as typed
   * @param point which parameter of it
   * @param why it was taken; empty where there was no choice
   * @param ablation what was set to zero; null for nothing
   */
  public record Side(
      String target,
      String point,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String why,
      @JsonInclude(JsonInclude.Include.NON_NULL) Ablated ablation) {}

  /**
   * What was set to zero.
   *
   * @param patterns as typed
   * @param tensors that match
   * @param parameters in them
   */
  public record Ablated(String patterns, List<String> tensors, int parameters) {}

  /**
   * On one data set.
   *
   * @param data train, test, or the data that were given
   * @param name of the data set
   * @param fingerprint of its content
   * @param labels null without classes
   */
  public record OnData(
      String data,
      String name,
      String fingerprint,
      LossComparison losses,
      @JsonInclude(JsonInclude.Include.NON_NULL) LabelComparison labels) {}
}

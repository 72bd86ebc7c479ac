package org.cusp.exact;

import java.util.List;

/**
 * An exact learning coefficient, or a bound, with what a reader needs to trust it.
 *
 * @param problem as the user named it
 * @param rlct lambda and m
 * @param conditions what must hold, one line each
 * @param explanation how the answer comes about, one line each; may be empty
 * @param reason why the answer is a bound only; empty where it is exact
 */
public record ExactAnswer(
    String problem, Rlct rlct, List<String> conditions, List<String> explanation, String reason) {
  public ExactAnswer {
    conditions = List.copyOf(conditions);
    explanation = List.copyOf(explanation);
  }
}

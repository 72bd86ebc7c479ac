package org.cusp.estimate.learning;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A place on a learning curve.
 *
 * @param n training data
 * @param width of the hidden layers; null for the model's own
 * @param depth number of hidden layers; null for the model's own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LearningPoint(int n, Integer width, Integer depth) {
  /** In words, such as {@code n = 100, width 8}. */
  public String describe() {
    return "n = "
        + n
        + (width == null ? "" : ", width " + width)
        + (depth == null ? "" : ", depth " + depth);
  }
}

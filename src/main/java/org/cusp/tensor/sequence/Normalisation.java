package org.cusp.tensor.sequence;

import org.cusp.contract.Check;

/**
 * How a vector x is brought to a size of 1: h = (x - m) r with
 *
 * <pre>
 * MEAN    m = mean(x),  r = 1 / sqrt(mean((x - m)^2) + epsilon)
 * ORIGIN  m = 0,        r = 1 / sqrt(mean(x^2) + epsilon)
 * </pre>
 *
 * @param epsilon positive, so that a constant vector gives h = 0
 */
public record Normalisation(Centre centre, double epsilon) {
  /** What is taken from the vector first. */
  public enum Centre {
    MEAN,
    ORIGIN
  }

  public Normalisation {
    Check.positive("epsilon", epsilon);
  }
}

package org.cusp.estimate.along;

import java.util.List;

/**
 * How much the LLC differs between two checkpoints, from draws that are paired by chain and draw.
 *
 * @param from step of training
 * @param to step of training, later
 * @param value LLC at {@code to} less LLC at {@code from}, over the paired draws
 * @param se its Monte Carlo standard error, from the differences of paired draws; NaN where there
 *     are fewer than four of a chain
 * @param ess effective number of these differences
 */
public record Change(long from, long to, double value, double se, double ess) {
  /** Between two checkpoints. */
  static Change between(Visited from, Visited to) {
    Paired paired = Paired.of(List.of(from, to), -1, 1);
    return new Change(from.step(), to.step(), paired.value(), paired.se(), paired.ess());
  }

  /** Whether it is so many standard errors from nothing. */
  boolean isBeyond(double errors) {
    return Math.abs(value) > errors * se;
  }
}

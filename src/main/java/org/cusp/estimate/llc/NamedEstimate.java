package org.cusp.estimate.llc;

import org.cusp.diagnostics.Estimate;

/**
 * One number of a {@link DrawEstimator}, as it is printed and stored.
 *
 * @param of what it is of, such as "class 3"
 * @param data how many data that are
 * @param se its Monte Carlo standard error
 * @param rhat of the draws behind it
 * @param ess their effective sample size
 */
public record NamedEstimate(String of, int data, double value, double se, double rhat, double ess) {
  public NamedEstimate(String of, int data, Estimate estimate) {
    this(of, data, estimate.value(), estimate.se(), estimate.rhat(), estimate.ess());
  }
}

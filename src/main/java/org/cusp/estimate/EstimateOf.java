package org.cusp.estimate;

import org.cusp.diagnostics.Estimate;
import org.cusp.verdict.Verdict;

/**
 * An estimate with what it is of: a line of a table.
 *
 * @param target as the user named it
 * @param at which parameter or setting of it, such as "step 100"; empty where there is one
 * @param of its name, such as "LLC"
 * @param ci95 the ends of its 95% interval, which need not be symmetric
 * @param status of its verdict; null where nothing judged it
 */
public record EstimateOf(
    String target, String at, String of, Estimate estimate, double[] ci95, Verdict.Status status) {
  /** With the interval value -+ 1.96 se. */
  public EstimateOf(String target, String at, String of, Estimate estimate, Verdict.Status status) {
    this(target, at, of, estimate, estimate.ci95(), status);
  }
}

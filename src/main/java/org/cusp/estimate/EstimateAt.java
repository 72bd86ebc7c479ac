package org.cusp.estimate;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.cusp.diagnostics.Estimate;
import org.cusp.verdict.Verdict;

/**
 * An estimate and its verdict at one value of what was varied: a setting, or the steps of training.
 * In JSON without the cautions, which are the same at all of them.
 *
 * @param at the step of training, the step size, gamma, nBeta
 */
public record EstimateAt(
    double at,
    @JsonUnwrapped Estimate estimate,
    @JsonIgnoreProperties("cautions") Verdict verdict) {
  public double value() {
    return estimate.value();
  }

  public double se() {
    return estimate.se();
  }

  public double rhat() {
    return estimate.rhat();
  }

  public double ess() {
    return estimate.ess();
  }

  public Verdict.Status status() {
    return verdict.status();
  }

  /** Where {@code at} is a step of training. */
  public long step() {
    return (long) at;
  }
}

package org.cusp.estimate;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;
import org.cusp.contract.MayBeNull;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.WideInterval;
import org.cusp.verdict.Verdict;

/**
 * An estimate and its verdict at one value of what was varied: a setting, or the steps of training.
 * In JSON without the cautions, which are the same at all of them.
 *
 * @param at the step of training, the step size, gamma, nBeta
 * @param doubtful of a doubtful estimate, what holds its value with what has not mixed; null where
 *     the standard error says all, or where it is not known
 */
public record EstimateAt(
    double at,
    @JsonUnwrapped Estimate estimate,
    @JsonIgnoreProperties("cautions") Verdict verdict,
    @JsonInclude(JsonInclude.Include.NON_NULL) @MayBeNull WideInterval doubtful) {
  /** Whose standard error says all. */
  public EstimateAt(double at, Estimate estimate, Verdict verdict) {
    this(at, estimate, verdict, null);
  }

  /** What is drawn and written in place of a standard error. */
  public Optional<WideInterval> interval() {
    return Optional.ofNullable(doubtful);
  }

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

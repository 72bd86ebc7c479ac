package org.cusp.estimate.llc;

import org.cusp.diagnostics.Estimate;
import org.cusp.run.Draws;
import org.cusp.tuning.StoppingRule;
import org.cusp.tuning.WarmUpFacts;

/**
 * What a precision takes, judged from a run: the Monte Carlo variance falls as one over the number
 * of draws, what the extrapolation of the step size leaves does not fall at all.
 *
 * @param precision asked for: standard error over the estimate
 * @param reached by the run
 * @param factor how many times the draws of the run it takes; at most 1 where they are enough,
 *     infinite where no number is, NaN where nothing can be said
 * @param draws of a chain that it takes
 * @param seconds that they take
 */
public record Effort(
    double precision, double reached, double factor, double draws, double seconds) {
  /** Judged from the outcome of a run. */
  public static Effort of(LlcEstimator.Outcome outcome, double precision) {
    Estimate llc = outcome.llc().estimate();
    Draws draws = outcome.draws();
    double factor = Math.max(byError(outcome, precision), byMixing(draws));
    double warmUp = outcome.warmUp().map(WarmUpFacts::seconds).orElse(0.0);
    double more = Math.max(1, factor);
    return new Effort(
        precision,
        llc.se() / Math.abs(llc.value()),
        factor,
        more * draws.plan().draws(),
        warmUp + more * (draws.seconds() - warmUp));
  }

  private static double byError(LlcEstimator.Outcome outcome, double precision) {
    Estimate llc = outcome.llc().estimate();
    double lasting =
        outcome
            .llc()
            .extrapolation()
            .map(two -> two.remaining().value() * two.remaining().value())
            .orElse(0.0);
    double allowed = precision * precision * llc.value() * llc.value() - lasting;
    double falling = llc.se() * llc.se() - lasting;
    return allowed > 0 ? falling / allowed : allowed <= 0 ? Double.POSITIVE_INFINITY : Double.NaN;
  }

  /** R-hat and the effective sample size ask for their share whatever the error. */
  private static double byMixing(Draws draws) {
    StoppingRule rule = new StoppingRule(Double.POSITIVE_INFINITY);
    return rule.of(draws.keptDeltaLoss(), 0).needed();
  }
}

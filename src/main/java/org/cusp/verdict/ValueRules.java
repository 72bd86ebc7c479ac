package org.cusp.verdict;

import static org.cusp.verdict.Finding.doubtful;
import static org.cusp.verdict.Finding.rejected;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cusp.diagnostics.Estimate;
import org.cusp.numerics.Normal;
import org.cusp.sampler.Sgld;
import org.cusp.verdict.Evidence.Aim;
import org.cusp.verdict.Finding.Level;

/** Whether the number is possible, unbiased and as precise as was asked for. */
final class ValueRules {
  /** Standard errors beyond which a value is not excused by its error. */
  static final double SIGNIFICANT = 2;

  /** Standard errors of a measured bias. */
  static final double SIGNIFICANT_BIAS = 3;

  /** A standard error is itself known to a few per cent. */
  private static final double PRECISION_SLACK = 1.05;

  static final List<Function<Evidence, Optional<Finding>>> ALL =
      List.of(
          ValueRules::negative,
          ValueRules::aboveHalfTheParameters,
          ValueRules::stepBias,
          ValueRules::precision);

  private ValueRules() {}

  private static Optional<Finding> negative(Evidence evidence) {
    Estimate llc = evidence.llc();
    // An undefined value is not negative; why it is undefined, other rules say.
    if (!(llc.value() < 0)) {
      return Optional.empty();
    }
    boolean significant = llc.value() < -SIGNIFICANT * llc.se();
    return Finding.of(
        significant ? Level.REJECTED : Level.DOUBTFUL,
        "the LLC is negative%s: w* is not a minimum of the loss at this scale",
        significant ? " by more than its error" : " within its error");
  }

  /** The default step size of SGLD may add its bias to a regular model, which lies at the bound. */
  private static Optional<Finding> aboveHalfTheParameters(Evidence evidence) {
    double bound = evidence.posterior().size() / 2.0;
    double allowed = bound / (1 - Sgld.BIAS);
    Estimate llc = evidence.llc();
    if (!(llc.value() - SIGNIFICANT * llc.se() > allowed)) {
      return Optional.empty();
    }
    return rejected(
        "the LLC exceeds P/2 = %.5g, its largest value at a minimum: the chains have left w* or the"
            + " step size is too large",
        bound);
  }

  /** What is significant but inside the interval has been paid for by the error. */
  private static Optional<Finding> stepBias(Evidence evidence) {
    if (evidence.stepBias().isEmpty()) {
      return Optional.empty();
    }
    Estimate bias = evidence.stepBias().get();
    double size = Math.abs(bias.value());
    boolean outside = size > Normal.QUANTILE_975 * evidence.llc().se();
    if (!(size > SIGNIFICANT_BIAS * bias.se() && outside)) {
      return Optional.empty();
    }
    return doubtful(
        "the step size changes the LLC by %+.3g -+ %.2g, which the error does not include: a"
            + " smaller step",
        bias.value(), bias.se());
  }

  private static Optional<Finding> precision(Evidence evidence) {
    double value = evidence.llc().value();
    double reached = evidence.llc().se() / value;
    if (evidence.aim().isEmpty() || !(value > 0)) {
      return Optional.empty();
    }
    Aim aim = evidence.aim().get();
    if (!(reached > PRECISION_SLACK * aim.relativeSe())) {
      return Optional.empty();
    }
    double factor = Math.pow(reached / aim.relativeSe(), 2);
    return doubtful(
        "the standard error is %.2g%% of the LLC, %.2g%% was asked for: it takes %.2g times the"
            + " draws, %.0f of each chain, in about %.2g s",
        100 * reached,
        100 * aim.relativeSe(),
        factor,
        Math.ceil(factor * aim.draws()),
        factor * aim.seconds());
  }
}

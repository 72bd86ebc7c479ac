package org.cusp.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.cusp.calibrate.Verdict.Status;

/**
 * The rules that turn evidence into a verdict; the gravest finding decides. A new rule is one
 * method and one line in {@link #RULES}.
 *
 * <p>Thresholds on R-hat and ESS: A. Vehtari et al., "Rank-normalization, folding, and
 * localization: an improved R-hat", Bayesian Analysis 16 (2021) 667-718, DOI 10.1214/20-BA1221.
 */
public final class VerdictRules {
  /** Above it chains have not mixed to the paper's standard. */
  public static final double RHAT_DOUBTFUL = 1.01;

  /** Above it the standard error means nothing. */
  public static final double RHAT_REJECTED = 1.1;

  /** Below it R-hat and the standard error are themselves uncertain. */
  public static final double ESS_DOUBTFUL = 400;

  public static final double ESS_REJECTED = 50;

  /** Standard errors of a drift: one false alarm in 370 stationary runs. */
  public static final double DRIFT_Z = 3;

  private static final double SIGNIFICANT = 2;

  private static final List<Function<Evidence, Optional<Finding>>> RULES =
      List.of(
          VerdictRules::frozenChains,
          VerdictRules::negative,
          VerdictRules::aboveHalfTheParameters,
          VerdictRules::mixing,
          VerdictRules::effectiveSamples,
          VerdictRules::drift);

  private VerdictRules() {}

  private record Finding(Status status, String reason) {}

  /** Applies every rule. */
  public static Verdict judge(Evidence evidence, List<String> cautions) {
    List<Finding> findings = new ArrayList<>();
    RULES.forEach(rule -> rule.apply(evidence).ifPresent(findings::add));
    findings.sort((a, b) -> b.status().compareTo(a.status()));
    Status worst = findings.isEmpty() ? Status.TRUSTED : findings.get(0).status();
    return new Verdict(worst, findings.stream().map(Finding::reason).toList(), cautions);
  }

  private static Optional<Finding> frozenChains(Evidence evidence) {
    if (evidence.frozenChains().isEmpty()) {
      return Optional.empty();
    }
    return rejected(
        "%d of %d chains became non-finite (%s): the step size is too large",
        evidence.frozenChains().size(), evidence.chains(), evidence.frozenChains());
  }

  private static Optional<Finding> negative(Evidence evidence) {
    // An undefined value is not negative; why it is undefined, other rules say.
    if (!(evidence.value() < 0)) {
      return Optional.empty();
    }
    boolean significant = evidence.value() < -SIGNIFICANT * evidence.se();
    return finding(
        significant ? Status.REJECTED : Status.DOUBTFUL,
        "the LLC is negative%s: w* is not a minimum of the loss at this scale",
        significant ? " by more than its error" : " within its error");
  }

  /** The default step size of SGLD may add its bias to a regular model, which lies at the bound. */
  private static Optional<Finding> aboveHalfTheParameters(Evidence evidence) {
    double bound = evidence.posterior().size() / 2.0;
    double allowed = bound / (1 - SgldStep.BIAS);
    if (!(evidence.value() - SIGNIFICANT * evidence.se() > allowed)) {
      return Optional.empty();
    }
    return rejected(
        "the LLC exceeds P/2 = %.5g, its largest value at a minimum: the chains have left w* or the"
            + " step size is too large",
        bound);
  }

  private static Optional<Finding> mixing(Evidence evidence) {
    double rhat = evidence.rhat();
    if (Double.isNaN(rhat)) {
      return rejected("R-hat is undefined: the draws are all equal or not all finite");
    }
    if (rhat <= RHAT_DOUBTFUL) {
      return Optional.empty();
    }
    if (rhat <= RHAT_REJECTED) {
      return doubtful("R-hat %.3f is above %.2f: chains have not mixed", rhat, RHAT_DOUBTFUL);
    }
    return rejected(
        "R-hat %.3f is above %.2f: chains disagree (longer burn-in, or stronger localisation)",
        rhat, RHAT_REJECTED);
  }

  private static Optional<Finding> effectiveSamples(Evidence evidence) {
    double ess = evidence.ess();
    if (Double.isNaN(ess)) {
      return rejected("the effective sample size is undefined");
    }
    if (ess >= ESS_DOUBTFUL) {
      return Optional.empty();
    }
    boolean enough = ess >= ESS_REJECTED;
    return finding(
        enough ? Status.DOUBTFUL : Status.REJECTED,
        "effective sample size %.0f is below %.0f: more draws",
        ess,
        enough ? ESS_DOUBTFUL : ESS_REJECTED);
  }

  private static Optional<Finding> drift(Evidence evidence) {
    double z = evidence.drift().zScore();
    if (!(Math.abs(z) > DRIFT_Z)) {
      return Optional.empty();
    }
    return doubtful(
        "the second half of the draws differs from the first by %.1f standard errors (LLC %+.3g):"
            + " longer burn-in",
        z, evidence.posterior().nBeta() * evidence.drift().difference());
  }

  private static Optional<Finding> rejected(String format, Object... arguments) {
    return finding(Status.REJECTED, format, arguments);
  }

  private static Optional<Finding> doubtful(String format, Object... arguments) {
    return finding(Status.DOUBTFUL, format, arguments);
  }

  private static Optional<Finding> finding(Status status, String format, Object... arguments) {
    return Optional.of(new Finding(status, String.format(Locale.ROOT, format, arguments)));
  }
}

package org.cusp.verdict;

import static org.cusp.verdict.Finding.caution;
import static org.cusp.verdict.Finding.doubtful;
import static org.cusp.verdict.Finding.rejected;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cusp.diagnostics.Thresholds;
import org.cusp.verdict.Finding.Level;

/**
 * Whether to believe covariances over draws: trusted means that each lies within its interval of
 * what endless draws of the stated posterior would give, and that of those called discoveries no
 * more than the stated share are noise.
 */
public final class InfluenceRules {
  /** Batches below this leave a standard error that is itself 15% uncertain. */
  static final int LEAST_BATCHES = 24;

  /** Autocorrelation times below which batches know of each other. */
  static final double LEAST_TIMES = 2;

  /** Chains that tell of twice the standard error that batches tell of. */
  static final double MOST_DISAGREEMENT = 4;

  /** Two controls differ by chance; a share beyond so many times the one asked for is none. */
  static final double MOST_FALSE = 2;

  /** Standard errors of an interval of 95% that is not that of a normal. */
  static final double WIDE = 2.1;

  static final double TOO_WIDE = 3;

  /** Standard errors below 0 at which an LLC is of no minimum. */
  private static final double NO_MINIMUM = 3;

  private static final List<Function<InfluenceEvidence, Optional<Finding>>> ALL =
      List.of(
          InfluenceRules::frozen,
          InfluenceRules::mixing,
          InfluenceRules::effectiveSamples,
          InfluenceRules::batches,
          InfluenceRules::chains,
          InfluenceRules::control,
          InfluenceRules::tails,
          InfluenceRules::minimum,
          InfluenceRules::stepSize);

  private InfluenceRules() {}

  /** Applies every rule. */
  public static Verdict judge(InfluenceEvidence evidence, List<String> cautions) {
    return VerdictRules.verdict(
        ALL.stream().flatMap(rule -> rule.apply(evidence).stream()).toList(), cautions);
  }

  private static Optional<Finding> frozen(InfluenceEvidence evidence) {
    InfluenceEvidence.Draws draws = evidence.draws();
    return draws.complete() == draws.started()
        ? Optional.empty()
        : rejected(
            "%d of %d chains became non-finite: the step size is too large",
            draws.started() - draws.complete(), draws.started());
  }

  private static Optional<Finding> mixing(InfluenceEvidence evidence) {
    double rhat = evidence.draws().rhat();
    if (rhat <= Thresholds.RHAT_DOUBTFUL) {
      return Optional.empty();
    }
    if (Double.isNaN(rhat)) {
      return rejected(
          "R-hat of the %s is undefined: they are all equal or not all finite",
          evidence.draws().of());
    }
    boolean grave = rhat > Thresholds.RHAT_REJECTED;
    return Finding.of(
        grave ? Level.REJECTED : Level.DOUBTFUL,
        "R-hat of the %s reaches %.3f, above %.2f: chains have not mixed (--draws, --budget)",
        evidence.draws().of(),
        rhat,
        grave ? Thresholds.RHAT_REJECTED : Thresholds.RHAT_DOUBTFUL);
  }

  private static Optional<Finding> effectiveSamples(InfluenceEvidence evidence) {
    double ess = evidence.draws().ess();
    if (Double.isNaN(ess) || ess >= Thresholds.ESS_DOUBTFUL) {
      return Optional.empty();
    }
    boolean grave = ess < Thresholds.ESS_REJECTED;
    return Finding.of(
        grave ? Level.REJECTED : Level.DOUBTFUL,
        "%s have an effective sample size of %.0f, below %.0f: more draws (--draws, --budget)",
        evidence.draws().of(),
        ess,
        grave ? Thresholds.ESS_REJECTED : Thresholds.ESS_DOUBTFUL);
  }

  private static Optional<Finding> batches(InfluenceEvidence evidence) {
    InfluenceEvidence.Batched batches = evidence.batches();
    double times = batches.length() / batches.autocorrelationTime();
    if (times < LEAST_TIMES) {
      return doubtful(
          "batches of %d draws are %.1f autocorrelation times long: errors are too small (--draws)",
          batches.length(), times);
    }
    return batches.count() < LEAST_BATCHES
        ? doubtful(
            "only %d batches: standard errors are themselves known to %.0f%% (--draws, --chains)",
            batches.count(), 100 / Math.sqrt(2.0 * (batches.count() - 1)))
        : Optional.empty();
  }

  private static Optional<Finding> chains(InfluenceEvidence evidence) {
    double ratio = evidence.batches().disagreement();
    return ratio > MOST_DISAGREEMENT
        ? doubtful(
            "chains disagree by %.1f times the standard errors that batches give: draw longer",
            Math.sqrt(ratio))
        : Optional.empty();
  }

  private static Optional<Finding> control(InfluenceEvidence evidence) {
    InfluenceEvidence.Found found = evidence.found();
    return found.falseShare() > MOST_FALSE * found.share()
        ? doubtful(
            "by the control %.1f%% of the discoveries are false, above the %.1f%% asked for",
            100 * found.falseShare(), 100 * found.share())
        : Optional.empty();
  }

  /** A few draws rule such covariances. */
  private static Optional<Finding> tails(InfluenceEvidence evidence) {
    double interval = evidence.found().interval();
    if (!(interval > WIDE)) {
      return Optional.empty();
    }
    return Finding.of(
        interval > TOO_WIDE ? Level.DOUBTFUL : Level.CAUTION,
        "losses have heavy tails: intervals hold in 95%% of the entries at %.2f standard errors, not"
            + " at 1.96 (more --draws)",
        interval);
  }

  private static Optional<Finding> minimum(InfluenceEvidence evidence) {
    return evidence.llc().value() + NO_MINIMUM * evidence.llc().se() < 0
        ? caution(
            "the LLC is negative: w* is no minimum of the loss, and the draws are of where it leads")
        : Optional.empty();
  }

  private static Optional<Finding> stepSize(InfluenceEvidence evidence) {
    return evidence.draws().onBatches()
        ? caution("the errors do not include what the step size of a sampler on batches does")
        : Optional.empty();
  }
}

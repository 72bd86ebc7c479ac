package org.cusp.verdict;

import static org.cusp.verdict.Finding.caution;
import static org.cusp.verdict.Finding.doubtful;
import static org.cusp.verdict.Finding.rejected;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cusp.diagnostics.Thresholds;
import org.cusp.verdict.Evidence.LocalisationFacts;
import org.cusp.verdict.Finding.Level;

/**
 * Whether the chains have mixed.
 *
 * <p>Thresholds on R-hat and ESS: A. Vehtari et al., "Rank-normalization, folding, and
 * localization: an improved R-hat", Bayesian Analysis 16 (2021) 667-718, DOI 10.1214/20-BA1221.
 */
final class ChainRules {
  /** Standard errors of a drift: one false alarm in 370 stationary runs. */
  static final double DRIFT_Z = 3;

  /** Adapted samplers accept 60 to 90%; a chain below this is stuck where the others are not. */
  static final double LEAST_ACCEPTANCE = 0.2;

  /** Squared distances over those of the localisation alone, from which chains run away. */
  static final double MOST_DISTANCE = 2;

  static final List<Function<Evidence, Optional<Finding>>> ALL =
      List.of(
          ChainRules::frozenChains,
          ChainRules::stuckChains,
          ChainRules::singleChain,
          ChainRules::mixing,
          ChainRules::effectiveSamples,
          ChainRules::drift,
          ChainRules::distance,
          ChainRules::divergence,
          ChainRules::acceptance);

  private ChainRules() {}

  private static Optional<Finding> frozenChains(Evidence evidence) {
    List<Integer> frozen = evidence.chains().stopped().frozen();
    if (frozen.isEmpty()) {
      return Optional.empty();
    }
    return rejected(
        "%d of %d chains became non-finite (%s): the step size is too large",
        frozen.size(), evidence.chains().started(), frozen);
  }

  private static Optional<Finding> stuckChains(Evidence evidence) {
    List<Integer> stuck = evidence.chains().stopped().stuck();
    if (stuck.isEmpty()) {
      return Optional.empty();
    }
    return rejected(
        "%d of %d chains (%s, from 0) are stuck: no proposal was accepted, smaller steps",
        stuck.size(), evidence.chains().started(), stuck);
  }

  /** Halves of one chain agree wherever it is: what others would find, nobody knows. */
  private static Optional<Finding> singleChain(Evidence evidence) {
    return evidence.chains().started() == 1
        ? caution(
            "one chain only: R-hat compares its two halves, and a part of the posterior that it"
                + " does not enter is not noticed (--chains 4)")
        : Optional.empty();
  }

  private static Optional<Finding> mixing(Evidence evidence) {
    double rhat = evidence.chains().mixing().rhat();
    if (Double.isNaN(rhat)) {
      return rejected("R-hat is undefined: the draws are all equal or not all finite");
    }
    if (rhat <= Thresholds.RHAT_DOUBTFUL) {
      return Optional.empty();
    }
    if (rhat <= Thresholds.RHAT_REJECTED) {
      return doubtful(
          "R-hat %.3f is above %.2f: chains have not mixed", rhat, Thresholds.RHAT_DOUBTFUL);
    }
    return rejected(
        "R-hat %.3f is above %.2f: chains disagree (longer burn-in, or stronger localisation)",
        rhat, Thresholds.RHAT_REJECTED);
  }

  private static Optional<Finding> effectiveSamples(Evidence evidence) {
    double ess = evidence.chains().mixing().ess();
    if (Double.isNaN(ess)) {
      return rejected("the effective sample size is undefined");
    }
    if (ess >= Thresholds.ESS_DOUBTFUL) {
      return Optional.empty();
    }
    boolean enough = ess >= Thresholds.ESS_REJECTED;
    return Finding.of(
        enough ? Level.DOUBTFUL : Level.REJECTED,
        "effective sample size %.0f is below %.0f: more draws",
        ess,
        enough ? Thresholds.ESS_DOUBTFUL : Thresholds.ESS_REJECTED);
  }

  private static Optional<Finding> drift(Evidence evidence) {
    double z = evidence.chains().mixing().drift().zScore();
    if (!(Math.abs(z) > DRIFT_Z)) {
      return Optional.empty();
    }
    return doubtful(
        "the second half of the draws differs from the first by %.1f standard errors (LLC %+.3g):"
            + " longer burn-in",
        z, evidence.posterior().nBeta() * evidence.chains().mixing().drift().difference());
  }

  /**
   * The energy of a nearly flat valley looks settled long before the chains have walked the length
   * that the localisation leaves them, which is where other valleys begin.
   */
  private static Optional<Finding> distance(Evidence evidence) {
    double rhat = evidence.chains().mixing().distanceRhat().orElse(1);
    if (!(rhat > Thresholds.RHAT_REJECTED)) {
      return Optional.empty();
    }
    return doubtful(
        "R-hat %.3f of the distance from w* is above %.2f: the chains are still on their way out"
            + " (longer burn-in, or stronger localisation)",
        rhat, Thresholds.RHAT_REJECTED);
  }

  /**
   * Of steps that nothing corrects: by the virial identity gamma E|w - w*|^2 = P - nBeta E[(w - w*)
   * . grad L_n], which exceeds P only where the loss falls on the way out. Where the loss is
   * bounded chains may run away although their energies look settled.
   */
  private static Optional<Finding> divergence(Evidence evidence) {
    double held = evidence.posterior().size() / evidence.posterior().gamma();
    double found = evidence.localisation().map(LocalisationFacts::meanSquaredDistance).orElse(0.0);
    if (evidence.chains().acceptance().isPresent() || !(found > MOST_DISTANCE * held)) {
      return Optional.empty();
    }
    return rejected(
        "|w - w*|^2 is %.3g on average, and the localisation alone would leave %.3g: the chains run"
            + " away, smaller steps",
        found, held);
  }

  private static Optional<Finding> acceptance(Evidence evidence) {
    double rate = evidence.chains().acceptance().orElse(1);
    if (!(rate < LEAST_ACCEPTANCE)) {
      return Optional.empty();
    }
    return doubtful(
        "a chain accepts %.0f%% of its proposals, below %.0f%%: smaller steps",
        100 * rate, 100 * LEAST_ACCEPTANCE);
  }
}

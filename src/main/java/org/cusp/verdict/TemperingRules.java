package org.cusp.verdict;

import static org.cusp.verdict.Finding.doubtful;
import static org.cusp.verdict.Finding.rejected;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Thresholds;
import org.cusp.verdict.Finding.Level;
import org.cusp.verdict.TemperingEvidence.Aim;
import org.cusp.verdict.TemperingEvidence.Other;
import org.cusp.verdict.TemperingEvidence.Rung;

/**
 * Whether to believe a free energy: trusted means that the stated one, of this prior and these
 * data, lies within the printed interval.
 */
public final class TemperingRules {
  static final double SWAPS_REJECTED = 0.02;

  /** Of the largest of dozens of R-hats; a single one is held to 1.01. */
  static final double RHAT_DOUBTFUL = 1.05;

  static final double RHAT_REJECTED = 1.2;

  /** Below it a block, one of about 32, has hardly three independent draws. */
  static final double ESS_DOUBTFUL = 100;

  static final double ESS_REJECTED = 25;

  /** Standard errors of a difference of estimators: a false alarm in 370 runs, and in 5e8. */
  static final double DISAGREEMENT_DOUBTFUL = 3;

  static final double DISAGREEMENT_REJECTED = 6;

  /** Nats that an equation may be off: far below any error. */
  private static final double MOST_RESIDUAL = 1e-6;

  /** A standard error of about 32 blocks is itself known to 12%. */
  private static final double PRECISION_SLACK = 1.05;

  private static final List<Function<TemperingEvidence, Optional<Finding>>> ALL =
      List.of(
          TemperingRules::number,
          TemperingRules::solution,
          TemperingRules::swaps,
          TemperingRules::arrivals,
          TemperingRules::mixing,
          TemperingRules::effectiveSamples,
          TemperingRules::acceptance,
          TemperingRules::agreement,
          TemperingRules::precision);

  private TemperingRules() {}

  /** Applies every rule. */
  public static Verdict judge(TemperingEvidence evidence, List<String> cautions) {
    return VerdictRules.verdict(
        ALL.stream().flatMap(rule -> rule.apply(evidence).stream()).toList(), cautions);
  }

  private static Optional<Finding> number(TemperingEvidence evidence) {
    Estimate value = evidence.freeEnergy();
    if (Double.isFinite(value.value()) && value.se() > 0) {
      return Optional.empty();
    }
    return rejected("the free energy is undefined: the draws are all equal or not all finite");
  }

  /** NaN is no solution. */
  private static Optional<Finding> solution(TemperingEvidence evidence) {
    return evidence.residual() <= MOST_RESIDUAL
        ? Optional.empty()
        : doubtful(
            "the equations of MBAR are solved to %.2g of exp(-A) only: their iteration did not"
                + " converge, as where temperatures hardly overlap (more of them)",
            evidence.residual());
  }

  private static Optional<Finding> swaps(TemperingEvidence evidence) {
    double least = evidence.swapAcceptance().stream().min(Comparator.naturalOrder()).orElse(1.0);
    if (!(least < Thresholds.SWAPS_DOUBTFUL)) {
      return Optional.empty();
    }
    int rung = evidence.swapAcceptance().indexOf(least);
    return Finding.of(
        least < SWAPS_REJECTED ? Level.REJECTED : Level.DOUBTFUL,
        "only %.1f%% of the exchanges between beta = %.3g and %.3g are accepted, below %.0f%%: the"
            + " temperatures are too far apart",
        100 * least,
        evidence.rungs().get(rung).beta(),
        evidence.rungs().get(rung + 1).beta(),
        100 * (least < SWAPS_REJECTED ? SWAPS_REJECTED : Thresholds.SWAPS_DOUBTFUL));
  }

  private static Optional<Finding> arrivals(TemperingEvidence evidence) {
    long without = evidence.arrivals().stream().filter(count -> count == 0).count();
    if (without == 0) {
      return Optional.empty();
    }
    return doubtful(
        "in %d of %d chains no state came from the prior to the posterior: other modes may be"
            + " missing (longer runs)",
        without, evidence.arrivals().size());
  }

  private static Optional<Finding> mixing(TemperingEvidence evidence) {
    Rung worst = worst(evidence, Comparator.comparingDouble(Rung::rhat));
    double rhat = worst.rhat();
    if (Double.isNaN(rhat)) {
      return rejected(
          "R-hat of the energies at beta = %.3g is undefined: they are all equal or not all finite",
          worst.beta());
    }
    if (rhat <= RHAT_DOUBTFUL) {
      return Optional.empty();
    }
    boolean grave = rhat > RHAT_REJECTED;
    return Finding.of(
        grave ? Level.REJECTED : Level.DOUBTFUL,
        "R-hat %.3f of the energies at beta = %.3g is above %.2f: chains have not mixed",
        rhat,
        worst.beta(),
        grave ? RHAT_REJECTED : RHAT_DOUBTFUL);
  }

  private static Optional<Finding> effectiveSamples(TemperingEvidence evidence) {
    Rung worst = worst(evidence, Comparator.comparingDouble(rung -> -rung.ess()));
    double ess = worst.ess();
    if (Double.isNaN(ess)) {
      return rejected("the effective sample size at beta = %.3g is undefined", worst.beta());
    }
    if (ess >= ESS_DOUBTFUL) {
      return Optional.empty();
    }
    boolean grave = ess < ESS_REJECTED;
    return Finding.of(
        grave ? Level.REJECTED : Level.DOUBTFUL,
        "the effective sample size %.0f of the energies at beta = %.3g is below %.0f: more draws",
        ess,
        worst.beta(),
        grave ? ESS_REJECTED : ESS_DOUBTFUL);
  }

  private static Optional<Finding> acceptance(TemperingEvidence evidence) {
    Rung worst =
        evidence.rungs().stream()
            .filter(rung -> rung.acceptance() < ChainRules.LEAST_ACCEPTANCE)
            .min(Comparator.comparingDouble(Rung::acceptance))
            .orElse(null);
    if (worst == null) {
      return Optional.empty();
    }
    return doubtful(
        "%.0f%% of the transitions at beta = %.3g are accepted, below %.0f%%: smaller steps",
        100 * worst.acceptance(), worst.beta(), 100 * ChainRules.LEAST_ACCEPTANCE);
  }

  private static Optional<Finding> agreement(TemperingEvidence evidence) {
    Other worst =
        evidence.others().stream()
            .filter(other -> errors(other) > DISAGREEMENT_DOUBTFUL)
            .max(Comparator.comparingDouble(TemperingRules::errors))
            .orElse(null);
    if (worst == null) {
      return Optional.empty();
    }
    return Finding.of(
        errors(worst) > DISAGREEMENT_REJECTED ? Level.REJECTED : Level.DOUBTFUL,
        "%s differs by %+.3g nats, %.1f errors of the difference: the ladder is too coarse or the"
            + " draws are too few",
        worst.name(),
        worst.difference().value(),
        errors(worst));
  }

  private static double errors(Other other) {
    return Math.abs(other.difference().value()) / other.difference().se();
  }

  private static Optional<Finding> precision(TemperingEvidence evidence) {
    double se = evidence.freeEnergy().se();
    if (evidence.aim().isEmpty() || !(se > PRECISION_SLACK * evidence.aim().get().se())) {
      return Optional.empty();
    }
    Aim aim = evidence.aim().get();
    double factor = Math.pow(se / aim.se(), 2);
    return doubtful(
        "the standard error is %.2g nats, %.2g was asked for: it takes %.2g times the draws, %.0f"
            + " of each chain, in about %.2g s",
        se, aim.se(), factor, Math.ceil(factor * aim.draws()), factor * aim.seconds());
  }

  /** The largest by this order, in which NaN is the largest of all. */
  private static Rung worst(TemperingEvidence evidence, Comparator<Rung> order) {
    return evidence.rungs().stream().max(order).orElseThrow();
  }
}

package org.cusp.verdict;

import static org.cusp.verdict.Finding.doubtful;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Moments;
import org.cusp.diagnostics.VirialBand;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Which scales of the posterior the chains have not settled on, by the virial identity: where
 * chains creep along a valley together, their energies agree and this does not.
 */
public final class ScaleRules {
  /** Standard errors: one false alarm in 16,000 scales of stationary chains. */
  private static final double Z = 4;

  /** The same for any number of effective draws. */
  private static final double ALARMS = 16_000;

  /** Of the number of directions: less is of no matter for an LLC. */
  static final double WORTH = 0.01;

  /** Fewer effective draws say nothing of their own standard error. */
  private static final double LEAST_ESS = 4;

  static final List<Function<Evidence, Optional<Finding>>> ALL = List.of(ScaleRules::scales);

  private ScaleRules() {}

  /** Whether the identity does not hold on this scale. */
  public static boolean isUnsettled(VirialBand band) {
    Estimate mean = band.mean();
    double off = Math.abs(mean.value());
    return off > WORTH * band.directions() && (isOff(mean) || off > Z * leastError(band));
  }

  private static boolean isOff(Estimate mean) {
    return mean.ess() >= LEAST_ESS
        && Math.abs(mean.value()) > standardErrors(mean.ess()) * mean.se();
  }

  /**
   * The error of stationary chains of which each is no more than one draw; c of a Gaussian has the
   * variance 2 tr B. Chains that all creep have next to no effective draws, and are seen by this.
   */
  private static double leastError(VirialBand band) {
    double variance = Math.max(Moments.variance(band.terms()), 2.0 * band.directions());
    return Math.sqrt(variance / band.terms().length);
  }

  /** How many are too many: of Student's law, since a few draws know little of their own error. */
  static double standardErrors(double ess) {
    return new TDistribution(ess - 1).inverseCumulativeProbability(1 - 0.5 / ALARMS);
  }

  private static Optional<Finding> scales(Evidence evidence) {
    List<VirialBand> found =
        evidence.law().virial().stream().filter(ScaleRules::isUnsettled).toList();
    return found.isEmpty()
        ? Optional.empty()
        : doubtful(
            "not settled: %s (virial identity): longer chains, or stronger localisation",
            found.stream().map(ScaleRules::words).collect(Collectors.joining("; ")));
  }

  private static String words(VirialBand band) {
    Estimate mean = band.mean();
    return String.format(
        Locale.ROOT,
        "%d %s, E[x' grad U] off by %+.3g (%s)",
        band.directions(),
        band.scale(),
        mean.value(),
        inErrors(mean));
  }

  /** Chains that stand still have no standard error to count in. */
  private static String inErrors(Estimate mean) {
    double errors = Math.abs(mean.value() / mean.se());
    return Double.isFinite(errors)
        ? String.format(Locale.ROOT, "%.0f standard errors", errors)
        : "chains that stand still";
  }
}

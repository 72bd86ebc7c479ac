package org.cusp.verdict;

import static org.cusp.verdict.Finding.caution;
import static org.cusp.verdict.Finding.doubtful;
import static org.cusp.verdict.Finding.rejected;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cusp.diagnostics.Estimate;
import org.cusp.point.PointCheck;
import org.cusp.posterior.DefaultGamma;
import org.cusp.verdict.Evidence.LocalisationFacts;

/**
 * What the localisation holds, and whether it holds the chains at w*.
 *
 * <p>Chains that have left w*'s component find an LLC below the Laplace value at w*, since the
 * coefficient of a component is at least half the rank of the Hessian at its regular points. That
 * is a caution as long as the localisation does its work: a posterior of that width around w*
 * contains more singular parameters, and the estimate is right about it (deep linear networks whose
 * layers lost rank one by one). It is a reason for doubt where it is the localisation that failed:
 *
 * <ul>
 *   <li>the LLC rises with gamma: a somewhat stronger localisation would have given another number,
 *       that of w*'s own component, so that this is that of a mixture;
 *   <li>the localisation is weak: it leaves each parameter more than sqrt(2) times the root mean
 *       square of the parameters of w*, so gamma |w*|^2 &lt; P/2, or the chains are in fact that
 *       far out. The posterior is then one around the origin as much as one around w*: moving its
 *       centre from one to the other changes the localisation of a parameter by a divergence of
 *       gamma |w*|^2 / (2 P), less than 1/4 nats.
 * </ul>
 *
 * <p>Chains that cannot leave it, although the posterior has most of its mass elsewhere, are
 * rejected: replica exchange, where it can be afforded, finds what they do not ({@link
 * ReplicaCheck}).
 *
 * <p>In the same way an LLC that depends on gamma is a caution, and a doubt where the localisation
 * is weak by a factor of 10. Where w* = 0 there is no scale and weak has no meaning.
 */
final class LocalisationRules {
  /** Standard errors. */
  static final double SIGNIFICANT = 3;

  /** The same between two samplers: one false alarm in 15,000 runs. */
  static final double FAR = 4;

  /** Of the LLC. */
  static final double NOTABLE = 0.1;

  /** Mean squared distance over |w*|^2 from which a localisation is weak. */
  static final double WEAK = 10;

  /**
   * The same where chains have left w*'s component, which then is what the localisation failed to
   * hold. By the default gamma the distance is at most |w*|^2.
   */
  static final double WEAK_FOR_COMPONENT = 2;

  static final List<Function<Evidence, Optional<Finding>>> ALL =
      List.of(
          LocalisationRules::otherComponent,
          LocalisationRules::component,
          LocalisationRules::localisation);

  private LocalisationRules() {}

  /** Whether a slope is more than a tenth of the LLC, beyond its error. */
  static boolean isNotable(Estimate slope, Estimate llc) {
    double size = Math.abs(slope.value());
    return size > NOTABLE * Math.abs(llc.value()) && size > SIGNIFICANT * slope.se();
  }

  private static Optional<Finding> otherComponent(Evidence evidence) {
    if (evidence.replicas().isEmpty()) {
      return Optional.empty();
    }
    Estimate found = evidence.replicas().get().llc();
    double difference = Math.abs(found.value() - evidence.llc().value());
    if (!(difference > FAR * Math.hypot(found.se(), evidence.llc().se()))
        || difference < NOTABLE * Math.abs(found.value())) {
      return Optional.empty();
    }
    return rejected(
        "replica exchange from N(w*, I/gamma) finds an LLC of %.3g -+ %.2g: the localisation reaches"
            + " another component, which these chains have not entered: localisation too weak",
        found.value(), found.se());
  }

  private static Optional<Finding> component(Evidence evidence) {
    if (evidence.point().isEmpty() || !hasLeftComponent(evidence, evidence.point().get())) {
      return Optional.empty();
    }
    String left =
        "the Hessian at w* accounts for an LLC of %.4g, the chains found %.4g: they have moved to"
            + " more singular parameters";
    double laplace = evidence.point().get().laplaceLlc().value();
    double found = evidence.llc().value();
    Estimate slope =
        evidence.localisation().map(LocalisationFacts::slopeInLogGamma).orElse(Estimate.exactly(0));
    if (slope.value() > 0 && isNotable(slope, evidence.llc())) {
      return doubtful(
          left + ", and the LLC rises by %.3g for each factor e in gamma: localisation too weak",
          laplace,
          found,
          slope.value());
    }
    if (isWeak(evidence, WEAK_FOR_COMPONENT)) {
      return doubtful(
          left
              + ", and gamma leaves them further from w* than w* is from 0: localisation too weak"
              + " (gamma = %.3g would hold them)",
          laplace,
          found,
          holdingGamma(evidence));
    }
    return caution(left + " within the reach of the localisation", laplace, found);
  }

  /** A gradient lowers the LLC by up to twice its gain, which is no sign of another component. */
  private static boolean hasLeftComponent(Evidence evidence, PointCheck point) {
    Estimate laplace = point.laplaceLlc();
    double missing = laplace.value() - evidence.llc().value() - 2 * point.gradientGain();
    return missing > NOTABLE * laplace.value()
        && missing > SIGNIFICANT * Math.hypot(laplace.se(), evidence.llc().se());
  }

  private static Optional<Finding> localisation(Evidence evidence) {
    if (evidence.localisation().isEmpty()) {
      return Optional.empty();
    }
    Estimate slope = evidence.localisation().get().slopeInLogGamma();
    if (!isNotable(slope, evidence.llc())) {
      return Optional.empty();
    }
    if (isWeak(evidence, WEAK)) {
      return doubtful(
          "gamma leaves the chains further from w* than w* is from 0, and the LLC depends on it"
              + " (%+.3g -+ %.2g for a factor e): localisation too weak (gamma = %.3g would hold"
              + " them)",
          slope.value(), slope.se(), holdingGamma(evidence));
    }
    return caution(
        "held by the localisation: the LLC changes by %+.3g -+ %.2g for each factor e in gamma",
        slope.value(), slope.se());
  }

  private static boolean isWeak(Evidence evidence, double weak) {
    double square = evidence.posterior().size() / holdingGamma(evidence);
    double distance =
        evidence.localisation().map(LocalisationFacts::meanSquaredDistance).orElse(0.0);
    boolean loose = weak * evidence.posterior().gamma() * square < evidence.posterior().size();
    return !isOrigin(evidence) && (loose || distance > weak * square);
  }

  /** The gamma at which a parameter that the data do not determine stays as near as w* is to 0. */
  private static double holdingGamma(Evidence evidence) {
    return DefaultGamma.of(evidence.posterior().model(), evidence.posterior().centre());
  }

  private static boolean isOrigin(Evidence evidence) {
    return Arrays.stream(evidence.posterior().centre()).allMatch(x -> x == 0);
  }
}

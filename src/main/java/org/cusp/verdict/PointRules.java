package org.cusp.verdict;

import static org.cusp.verdict.Finding.caution;
import static org.cusp.verdict.Finding.doubtful;
import static org.cusp.verdict.Finding.rejected;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cusp.point.PointCheck;
import org.cusp.verdict.Evidence.EnergyFacts;

/**
 * Whether w* is a minimum, as far as n data can tell.
 *
 * <p>A true parameter is no exact minimum of the loss of finitely many data: 2 n (L_n(w*) - min
 * L_n) has the chi^2 law, with as many degrees of freedom d as the data determine. So the descent
 * nBeta (L_n(w*) - min L_n) that chance alone gives exceeds
 *
 * <pre>  (nBeta / n) (d/2 + sqrt(d x) + x)  with probability at most e^-x</pre>
 *
 * (B. Laurent, P. Massart, Ann. Statist. 28 (2000) 1302-1338, DOI 10.1214/aos/1015957395, lemma 1).
 * For d/2 stands the Laplace value at w*, or the LLC where it is not known; x = ln 100.
 */
public final class PointRules {
  /** One false alarm in a hundred true parameters, at most. */
  private static final double X = Math.log(100);

  /** Of the LLC: a smaller descent hardly changes it. */
  static final double NOTABLE = 0.1;

  static final List<Function<Evidence, Optional<Finding>>> ALL =
      List.of(
          PointRules::gradient,
          PointRules::negativeCurvature,
          PointRules::lowestLoss,
          PointRules::lossIsFinite);

  private PointRules() {}

  /** Nats of descent from w* that the noise of the data explains. */
  public static double explainedDescent(Evidence evidence) {
    return explainedDescent(determined(evidence), evidence.posterior().beta());
  }

  /** The same from half the number of directions that the data determine. */
  public static double explainedDescent(double half, double beta) {
    return beta * (half + Math.sqrt(2 * half * X) + X);
  }

  /** Half the directions that the data determine. */
  private static double determined(Evidence evidence) {
    double laplace =
        evidence.point().map(point -> point.laplaceLlc().value()).orElse(evidence.llc().value());
    return laplace > 0 ? Math.min(laplace, evidence.posterior().size() / 2.0) : 0;
  }

  private static boolean isNotable(double descent, Evidence evidence) {
    double scale = Math.max(Math.max(evidence.llc().value(), determined(evidence)), 0);
    return descent > NOTABLE * scale;
  }

  private static Optional<Finding> gradient(Evidence evidence) {
    double gain = evidence.point().map(PointCheck::gradientGain).orElse(0.0);
    if (!isNotable(gain, evidence)) {
      return Optional.empty();
    }
    double explained = explainedDescent(evidence);
    if (gain <= explained) {
      return caution(
          "w* is not the minimum of the loss of these data: nBeta L falls by %.3g within the"
              + " posterior's width (the noise of n data explains %.3g); the LLC lies lower, lambda"
              + " is from the minimum",
          gain, explained);
    }
    return doubtful(
        "the gradient at w* is significant: nBeta L falls by %.3g within the posterior's width, the"
            + " noise of n data explains %.3g. w* is not at a minimum: train further",
        gain, explained);
  }

  private static Optional<Finding> negativeCurvature(Evidence evidence) {
    PointCheck point = evidence.point().orElse(null);
    if (point == null || !point.hasNegativeCurvature()) {
      return Optional.empty();
    }
    double curvature = evidence.posterior().nBeta() * point.smallest().value();
    double gain = point.curvatureGain();
    double explained = explainedDescent(evidence);
    if (gain > explained && isNotable(gain, evidence)) {
      return rejected(
          "w* is a saddle: along a direction of curvature %.3g (nBeta h = %.3g, gamma = %.3g) nBeta"
              + " L falls by %.3g, the noise of n data explains %.3g. A saddle has no LLC",
          point.smallest().value(), curvature, evidence.posterior().gamma(), gain, explained);
    }
    if (-curvature < evidence.posterior().gamma()) {
      return Optional.empty();
    }
    return caution(
        "the loss is curved downwards next to w* (nBeta h = %.3g against gamma = %.3g), but falls"
            + " by %.2g nats only",
        curvature, evidence.posterior().gamma(), gain);
  }

  /** Chains do not look for the minimum, so what they happen to find counts whole. */
  private static Optional<Finding> lowestLoss(Evidence evidence) {
    double descent = -evidence.energies().map(EnergyFacts::lowest).orElse(0.0);
    double explained = explainedDescent(evidence);
    if (!(descent > explained) || !isNotable(descent, evidence)) {
      return Optional.empty();
    }
    return doubtful(
        "the chains found a loss that is lower than that of w* by %.3g nats of nBeta L, the noise"
            + " of n data explains %.3g: w* is not at a minimum of this posterior",
        descent, explained);
  }

  private static Optional<Finding> lossIsFinite(Evidence evidence) {
    boolean undefined =
        evidence.point().map(point -> Double.isNaN(point.gradientNorm())).orElse(false);
    return undefined
        ? rejected("loss or gradient is not finite at w* or next to it")
        : Optional.empty();
  }
}

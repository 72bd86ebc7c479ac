package org.cusp.paper.evidence;

import java.util.OptionalInt;
import org.cusp.estimate.criteria.CriteriaEstimator;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.run.Target;
import org.cusp.spec.sampling.TemperingSpec;

/** The one place where reproductions sample from prior to posterior. */
final class Tempering {
  /** Long enough never to end a run whose draws are counted. */
  private static final double UNLIMITED = 3600;

  private static final double UNUSED_PRECISION = 0.02;

  private Tempering() {}

  /** Runs of so many draws. */
  static CriteriaEstimator estimator(Estimation estimation, int chains, int draws, long seed) {
    TemperingSpec spec = new TemperingSpec(chains, OptionalInt.of(draws), UNLIMITED, seed);
    return new CriteriaEstimator(
        spec, UNUSED_PRECISION, estimation.kernels(), estimation.workers());
  }

  /** A problem from its prior N(0, sd^2). */
  static CriteriaEstimator.Subject global(Target target, double sd) {
    double[] centre = new double[target.model().size()];
    return new CriteriaEstimator.Subject(
        target.model(), target.precision(), target.train(), target.test(), centre, 1 / (sd * sd));
  }
}

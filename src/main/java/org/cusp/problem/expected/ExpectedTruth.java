package org.cusp.problem.expected;

import java.util.Optional;
import org.cusp.contract.ProblemString;
import org.cusp.gold.OneStatistic;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;

/**
 * Exact expectations over data sets: free energy, losses, WAIC, WBIC and the LLC estimate of a
 * problem whose posterior depends on the data through one statistic.
 */
public final class ExpectedTruth {
  private ExpectedTruth() {}

  /** Those of a normal-mean problem of at most three coordinates; empty for all others. */
  public static Optional<OneStatistic> of(Problem problem) {
    ProblemString text = ProblemString.parse(problem.name());
    return Problems.family(text.name()).flatMap(family -> family.expected(text));
  }
}

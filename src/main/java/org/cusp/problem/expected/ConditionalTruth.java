package org.cusp.problem.expected;

import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.gold.ConditionalLlc;
import org.cusp.problem.Problem;

/**
 * The LLC that an estimator at the truth of a problem should return for the data at hand, without
 * sampling error, where {@link ExactLoss} knows how.
 */
public interface ConditionalTruth {
  /** The exact value at these settings, in time between microseconds and seconds. */
  ConditionalLlc.Value at(double nBeta, double gamma);

  /** For these data in place of the problem's own; empty where no exact value is known. */
  static Optional<ConditionalTruth> of(Problem problem, DataSet data) {
    return ExactLoss.of(problem, data)
        .map(loss -> (nBeta, gamma) -> new ConditionalLlc(nBeta, gamma).at(loss, problem.truth()));
  }

  /** For the problem's own data. */
  static Optional<ConditionalTruth> of(Problem problem) {
    return of(problem, problem.data());
  }
}

package org.cusp.problem.law;

import java.util.Optional;
import org.cusp.data.DataSet;

/** The true law of the data. */
public interface DataLaw {
  /** A data set of n examples, a pure function of n and the seed. */
  DataSet draw(int n, long seed);

  /**
   * For a model that is linear in its inputs: as many examples as features whose mean loss differs
   * from that of n examples by a constant ({@link org.cusp.model.SufficientData}), drawn without
   * holding the n. The inputs are those of {@link #draw}; the noise has the same law, not the same
   * values. Empty where the law has no such examples.
   */
  default Optional<DataSet> drawSufficient(int n, long seed) {
    return Optional.empty();
  }
}

package org.cusp.problem.law;

import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Memory;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;

/** The true law of the data. */
public interface DataLaw {
  /**
   * Of the data, at a time: those drawn, those in tensors or of a subsample, losses and shuffles.
   */
  double COPIES = 4;

  /** A data set of n examples, a pure function of n and the seed. */
  DataSet draw(int n, long seed);

  /**
   * A data set of n examples that fits into memory.
   *
   * @param what asks for it, as the message begins, such as {@code --n}
   * @throws InvalidInput if it does not fit, before anything is made
   */
  default DataSet drawFitting(String what, int n, long seed) {
    DataSet one = draw(1, seed);
    double ofDatum =
        one.features() + (one.targets() instanceof Targets.Values values ? values.outputs() : 1);
    Memory.requireDoubles(what + ": " + n + " data", COPIES * n * ofDatum);
    return draw(n, seed);
  }

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

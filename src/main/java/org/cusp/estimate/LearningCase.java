package org.cusp.estimate;

import java.util.Optional;
import java.util.OptionalDouble;
import org.cusp.data.DataSet;
import org.cusp.exact.Rlct;
import org.cusp.model.Model;
import org.cusp.problem.PopulationK;
import org.cusp.tensor.Precision;

/**
 * A model with one training set and one test set.
 *
 * @param truth what is known of the law of the data
 * @param seed of initial weights, minibatches and draws
 */
record LearningCase(
    Model model,
    Precision precision,
    DataSet train,
    DataSet test,
    Optional<Truth> truth,
    long seed) {
  /**
   * The law of the data.
   *
   * @param w the true parameter, or the best one of a model that does not hold the truth
   * @param k of a parameter
   */
  record Truth(double[] w, PopulationK k, Optional<Rlct> exact) {
    /** Lambda where it is exact. */
    OptionalDouble lambda() {
      return exact.isPresent() && exact.get().status() == Rlct.Status.EXACT
          ? OptionalDouble.of(exact.get().lambdaValue())
          : OptionalDouble.empty();
    }
  }
}

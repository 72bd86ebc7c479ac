package org.cusp.estimate.learning;

import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.model.Model;
import org.cusp.problem.law.PopulationK;
import org.cusp.tensor.Precision;

/**
 * A model with one training set and one test set.
 *
 * @param truth what is known of the law of the data
 * @param seed of initial weights, minibatches and draws
 */
public record LearningCase(
    Model model,
    Precision precision,
    DataSet train,
    DataSet test,
    Optional<Truth> truth,
    long seed) {
  /** What losses are compared with. */
  interface Truth {
    /** The loss of each datum under the law itself, or under the best parameter w0. */
    double[] losses(DataSet data);

    /** Whether those are the losses of the law itself. */
    boolean isLaw();

    /** The parameter w0, where there is one. */
    Optional<double[]> w();

    /** The expected excess of a parameter's loss, where it is known. */
    Optional<PopulationK> k();
  }
}

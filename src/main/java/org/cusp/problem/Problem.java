package org.cusp.problem;

import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.data.DataSet;
import org.cusp.exact.Rlct;
import org.cusp.model.Model;
import org.cusp.problem.law.DataLaw;
import org.cusp.problem.law.PopulationK;
import org.cusp.tensor.Precision;

/**
 * A learning problem whose truth is known: a model, data drawn from its own law, the true parameter
 * and, where mathematics gives it, the exact learning coefficient.
 *
 * @param name the problem string
 * @param truth the true parameter w*; where the model does not hold the truth, the critical point
 *     of the expected loss that the problem is about
 * @param exact the learning coefficient
 * @param scope which parameters the exact coefficient is about
 * @param precision in which the parameters are stored
 * @param priorSd the standard deviation of the prior N(0, priorSd^2 I) with which the problem is
 *     studied as a Bayesian model
 * @param law of the data
 * @param populationK the mean of K_n over data sets
 * @param citation where the problem is from
 */
public record Problem(
    String name,
    Model model,
    DataSet data,
    double[] truth,
    Optional<Rlct> exact,
    Scope scope,
    Precision precision,
    double priorSd,
    DataLaw law,
    PopulationK populationK,
    String citation) {
  public Problem {
    Check.equal("parameters of the truth", truth.length, model.size());
    Check.positive("prior-sd", priorSd);
  }

  /** What an exact coefficient is about. */
  public enum Scope {
    /** The least over all parameters that represent the truth, of which w* may be another one. */
    GLOBAL("over all parameters that represent the truth"),
    /** At w* itself. */
    LOCAL("at w* itself");

    private final String label;

    Scope(String label) {
      this.label = label;
    }

    /** In words, to follow "exact lambda ...". */
    public String label() {
      return label;
    }
  }
}

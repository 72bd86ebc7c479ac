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
 * @param data drawn from the law
 * @param citation where the problem is from
 */
public record Problem(
    String name,
    Setting setting,
    Coefficient coefficient,
    Population population,
    DataSet data,
    String citation) {

  /**
   * What is studied. Its parameters are stored in double.
   *
   * @param truth the true parameter w*; where the model does not hold the truth, the critical point
   *     of the expected loss that the problem is about
   * @param priorSd the standard deviation of the prior N(0, priorSd^2 I) with which the problem is
   *     studied as a Bayesian model
   */
  public record Setting(Model model, double[] truth, double priorSd) {
    public Setting {
      Check.equal("parameters of the truth", truth.length, model.size());
      Check.positive("prior-sd", priorSd);
    }
  }

  /**
   * The learning coefficient.
   *
   * @param exact where mathematics gives it
   * @param scope which parameters it is about
   */
  public record Coefficient(Optional<Rlct> exact, Scope scope) {}

  /**
   * What data sets are drawn from.
   *
   * @param law of the data
   * @param k the mean of K_n over data sets
   */
  public record Population(DataLaw law, PopulationK k) {}

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

  public Model model() {
    return setting.model();
  }

  public double[] truth() {
    return setting.truth();
  }

  public double priorSd() {
    return setting.priorSd();
  }

  public Precision precision() {
    return Precision.FLOAT64;
  }

  public Optional<Rlct> exact() {
    return coefficient.exact();
  }

  public Scope scope() {
    return coefficient.scope();
  }

  public DataLaw law() {
    return population.law();
  }

  public PopulationK populationK() {
    return population.k();
  }
}

package org.cusp.estimate.freeenergy;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.OptionalDouble;
import org.cusp.contract.Check;
import org.cusp.model.Model;
import org.cusp.posterior.DefaultGamma;

/** The prior of a free energy: a normalised Gaussian of one width in all directions. */
public sealed interface Prior {
  /** Its mean, for a checkpoint w*. */
  double[] centre(double[] w);

  /** One over its variance, for a parameter w* of a model. */
  double gamma(Model model, double[] w);

  /** What it is around. */
  Kind kind();

  /** Of the model, or of the basin of w*. */
  enum Kind {
    GLOBAL,
    LOCAL;

    /** Its name in results. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Around 0, as Bayesians use it: the free energy is that of the model.
   *
   * @param sd standard deviation of a parameter
   */
  record Global(double sd) implements Prior {
    public Global {
      Check.positive("--prior-sd", sd);
    }

    @Override
    public double[] centre(double[] w) {
      return new double[w.length];
    }

    @Override
    public double gamma(Model model, double[] w) {
      return 1 / (sd * sd);
    }

    @Override
    public Kind kind() {
      return Kind.GLOBAL;
    }
  }

  /**
   * Around w*, the localisation of an LLC: the free energy is that of the basin of w*.
   *
   * @param strength gamma; empty for that of {@link DefaultGamma}
   */
  record Local(OptionalDouble strength) implements Prior {
    public Local {
      strength.ifPresent(value -> Check.positive("--gamma", value));
    }

    @Override
    public double[] centre(double[] w) {
      return w;
    }

    @Override
    public double gamma(Model model, double[] w) {
      return strength.orElseGet(() -> DefaultGamma.of(model, w));
    }

    @Override
    public Kind kind() {
      return Kind.LOCAL;
    }
  }
}

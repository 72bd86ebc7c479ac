package org.cusp.problem;

import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.ProblemString;
import org.cusp.exact.Rlct;
import org.cusp.model.AnalyticFunction;
import org.cusp.model.AnalyticModel;
import org.cusp.model.ParamSpace;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.problem.law.InputLaw;
import org.cusp.problem.law.LinearLaw;
import org.cusp.problem.law.LinearMap;

/**
 * Regression through the origin with a slope mu(w): y = mu(w) x + N(0, sigma^2), E x^2 = 1. So K(w)
 * = (mu(w) - mu(w*))^2 / (2 sigma^2), and any function of a few parameters becomes a learning
 * problem.
 */
interface Slope {
  /** mu(w). */
  double at(double[] w);

  /** d mu / d w_i. */
  double derivative(double[] w, int i);

  /**
   * What a family of such problems has in common.
   *
   * @param truth w*
   * @param sigma unless the problem string says another
   */
  record Fixed(InputLaw inputs, double[] truth, Problem.Scope scope, double sigma) {}

  /** The problem at w*, with n, sigma and prior-sd as given or their defaults. */
  default Problem problem(ProblemFamily family, ProblemString text, Fixed fixed, long seed) {
    double[] truth = fixed.truth();
    int n = Footprint.data(text, 1000, truth.length, 2);
    double sigma = Check.positive("sigma", text.doubleAt("sigma", fixed.sigma()));
    Optional<Rlct> exact = family.exact(text);
    ParamSpace.Builder space = new ParamSpace.Builder();
    space.add("w", truth.length);
    AnalyticModel model =
        new AnalyticModel(
            family.name(),
            space.build(),
            1,
            new Likelihood.Gaussian(1, sigma),
            new Regression(this));
    LinearLaw law = new LinearLaw(text.toString(), new Scalar(this), fixed.inputs(), truth, sigma);
    return family.drawn(
        text,
        new Problem.Setting(model, truth, text.doubleAt("prior-sd", 1)),
        new Problem.Coefficient(exact, fixed.scope()),
        new Problem.Population(law, law),
        n,
        seed);
  }

  /** mu(w) x. */
  record Regression(Slope slope) implements AnalyticFunction {
    @Override
    public void outputs(double[] w, double[] x, double[] y, double[] out) {
      out[0] = slope.at(w) * x[0];
    }

    @Override
    public void addGradient(
        double[] w, double[] x, double[] y, double[] cotangent, double[] gradient) {
      for (int i = 0; i < w.length; i++) {
        gradient[i] += cotangent[0] * x[0] * slope.derivative(w, i);
      }
    }

    @Override
    public boolean isLinearInInputs() {
      return true;
    }
  }

  /** mu(w) as a matrix of one entry. */
  record Scalar(Slope slope) implements LinearMap {
    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public int outputs() {
      return 1;
    }

    @Override
    public double[][] at(double[] w) {
      return new double[][] {{slope.at(w)}};
    }

    @Override
    public void addGradient(double[] w, double[][] cotangent, double[] gradient) {
      for (int i = 0; i < w.length; i++) {
        gradient[i] += cotangent[0][0] * slope.derivative(w, i);
      }
    }
  }
}

package org.cusp.problem;

import java.util.List;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.ProblemString;
import org.cusp.data.DataSet;
import org.cusp.exact.Rlct;
import org.cusp.gold.ConditionalLoss;
import org.cusp.model.AnalyticFunction;
import org.cusp.model.AnalyticModel;
import org.cusp.model.ParamSpace;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.problem.expected.ExactLoss;
import org.cusp.problem.law.InputLaw;
import org.cusp.problem.law.Nodes;
import org.cusp.problem.law.Regression;
import org.cusp.problem.law.RegressionK;
import org.cusp.problem.law.RegressionLaw;
import org.cusp.tensor.RealFunctions;

/**
 * A network of H tanh units whose true function is zero: x uniform on [-1, 1], y = sum_i a_i
 * tanh(b_i x) + N(0, sigma^2), w* = 0, the most singular of the parameters that represent it.
 *
 * <p>Source: M. Aoyagi, S. Watanabe, IEICE Transactions J88-D-II (2005) 2112-2124.
 */
final class TanhProblem implements ProblemFamily {
  private static final int LARGEST = 10_000;

  /** The nearest pole of tanh(b x) is pi / (2 |b|) away: exact in double up to |b| of about 30. */
  private static final int PANELS = 40;

  private static final int ORDER = 12;

  @Override
  public String name() {
    return "tanh";
  }

  @Override
  public String meaning() {
    return "y = sum_i a_i tanh(b_i x) + N(0, sigma^2), x uniform on [-1, 1], true function zero";
  }

  @Override
  public String parameters() {
    return "hidden (units), n (default 1000), sigma (default 1), prior-sd (of the weights, default 1)";
  }

  @Override
  public String example() {
    return "tanh:hidden=3";
  }

  @Override
  public String citation() {
    return "Aoyagi and Watanabe 2005, IEICE Trans. J88-D-II:2112";
  }

  @Override
  public Optional<Rlct> exact(ProblemString text) {
    text.requireOnly(List.of("hidden", "n", "sigma", "prior-sd"));
    return Optional.of(Exact.of("tanh", text, List.of("hidden")));
  }

  @Override
  public Optional<ConditionalLoss> loss(Problem problem, DataSet data) {
    return ExactLoss.tanh(problem, data);
  }

  @Override
  public Problem problem(ProblemString text, long seed) {
    Optional<Rlct> exact = exact(text);
    int hidden = Check.inRange("hidden", text.intAt("hidden"), 1, LARGEST);
    int n = Footprint.data(text, 1000, 2 * hidden, 2);
    double sigma = Check.positive("sigma", text.doubleAt("sigma", 1));
    ParamSpace.Builder space = new ParamSpace.Builder();
    space.add("a", hidden);
    space.add("b", hidden);
    Network network = new Network(hidden);
    Likelihood likelihood = new Likelihood.Gaussian(1, sigma);
    double[] truth = new double[2 * hidden];
    Regression regression = new Regression(network, 1, truth, sigma);
    RegressionLaw law = new RegressionLaw(text.toString(), regression, 1, InputLaw.uniform(1));
    return drawn(
        text,
        new Problem.Setting(
            new AnalyticModel(name(), space.build(), 1, likelihood, network),
            truth,
            text.doubleAt("prior-sd", 1)),
        new Problem.Coefficient(exact, Problem.Scope.GLOBAL),
        new Problem.Population(
            law,
            RegressionK.realizable(
                "Gauss-Legendre quadrature", regression, Nodes.uniform(-1, 1, PANELS, ORDER))),
        n,
        seed);
  }

  /** sum_i a_i tanh(b_i x); parameters a_1 .. a_H, b_1 .. b_H. */
  private record Network(int hidden) implements AnalyticFunction {
    @Override
    public void outputs(double[] w, double[] x, double[] y, double[] out) {
      double sum = 0;
      for (int i = 0; i < hidden; i++) {
        sum += w[i] * RealFunctions.tanh(w[hidden + i] * x[0]);
      }
      out[0] = sum;
    }

    @Override
    public void addGradient(
        double[] w, double[] x, double[] y, double[] cotangent, double[] gradient) {
      for (int i = 0; i < hidden; i++) {
        double value = RealFunctions.tanh(w[hidden + i] * x[0]);
        gradient[i] += cotangent[0] * value;
        gradient[hidden + i] += cotangent[0] * w[i] * x[0] * (1 - value * value);
      }
    }
  }
}

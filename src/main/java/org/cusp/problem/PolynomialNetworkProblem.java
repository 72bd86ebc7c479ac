package org.cusp.problem;

import java.util.List;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
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

/**
 * A network of L layers with two parameters in all: every layer has the weights W = [[t1 + t2,
 * t1^2], [t1^2, t2^2]], the activation between layers is x^r, the two inputs are uniform on [-1,
 * 1], and the true function is zero: y = W s(W ... s(W x)) + N(0, sigma^2 I), w* = 0.
 */
final class PolynomialNetworkProblem implements ProblemFamily {
  /** The outputs are polynomials of degree r^(L-1) in the inputs. */
  private static final int LARGEST_DEGREE = 64;

  @Override
  public String name() {
    return "polynomial-network";
  }

  @Override
  public String meaning() {
    return "L layers of the same W = [[t1+t2, t1^2], [t1^2, t2^2]] with activation x^r between them,"
        + " x uniform on [-1, 1]^2, noise N(0, sigma^2 I), true function zero";
  }

  @Override
  public String parameters() {
    return "layers (L), power (r, with r^(L-1) <= 64), n (default 1000), sigma (default 1)";
  }

  @Override
  public String example() {
    return "polynomial-network:layers=3,power=2";
  }

  @Override
  public String citation() {
    return "weighted homogeneity of K: cusp exact polynomial-network:layers=3,power=2";
  }

  @Override
  public Optional<Rlct> exact(ProblemString text) {
    text.requireOnly(List.of("layers", "power", "n", "sigma"));
    return Optional.of(Exact.of("polynomial-network", text, List.of("layers", "power")));
  }

  @Override
  public Optional<ConditionalLoss> loss(Problem problem, DataSet data) {
    return ExactLoss.polynomialNetwork(problem, data);
  }

  @Override
  public Problem problem(ProblemString text, long seed) {
    Optional<Rlct> exact = exact(text);
    Network network = new Network(text.intAt("layers"), text.intAt("power"));
    int degree = degree(network);
    int n = Footprint.data(text, 1000, 2, 4);
    double sigma = Check.positive("sigma", text.doubleAt("sigma", 1));
    ParamSpace.Builder space = new ParamSpace.Builder();
    space.add("t", 2);
    Likelihood likelihood = new Likelihood.Gaussian(2, sigma);
    double[] truth = {0, 0};
    Regression regression = new Regression(network, 2, truth, sigma);
    RegressionLaw law = new RegressionLaw(text.toString(), regression, 2, InputLaw.uniform(1));
    return drawn(
        text,
        new Problem.Setting(
            new AnalyticModel(name(), space.build(), 2, likelihood, network), truth, 1),
        new Problem.Coefficient(exact, Problem.Scope.GLOBAL),
        new Problem.Population(
            law,
            RegressionK.realizable(
                "Gauss-Legendre quadrature, exact for polynomials",
                regression,
                Nodes.uniform(-1, 1, 1, 2 * degree + 1).squared())),
        n,
        seed);
  }

  private static int degree(Network network) {
    double degree = Math.pow(network.power(), network.layers() - 1.0);
    if (degree > LARGEST_DEGREE) {
      throw new InvalidInput(
          "problem polynomial-network: power^(layers-1) must be at most "
              + LARGEST_DEGREE
              + " for data in double precision, got "
              + network.power()
              + "^"
              + (network.layers() - 1));
    }
    return (int) Math.round(degree);
  }

  private record Network(int layers, int power) implements AnalyticFunction {
    @Override
    public void outputs(double[] w, double[] x, double[] y, double[] out) {
      double[] last = sums(w, x)[layers - 1];
      out[0] = last[0];
      out[1] = last[1];
    }

    /** The layers' sums W a, before the activation. */
    private double[][] sums(double[] w, double[] x) {
      double[][] sums = new double[layers][];
      for (int l = 0; l < layers; l++) {
        double a = l == 0 ? x[0] : power(sums[l - 1][0], power);
        double b = l == 0 ? x[1] : power(sums[l - 1][1], power);
        sums[l] =
            new double[] {(w[0] + w[1]) * a + w[0] * w[0] * b, w[0] * w[0] * a + w[1] * w[1] * b};
      }
      return sums;
    }

    @Override
    public void addGradient(
        double[] w, double[] x, double[] y, double[] cotangent, double[] gradient) {
      double[][] sums = sums(w, x);
      double first = cotangent[0];
      double second = cotangent[1];
      for (int l = layers - 1; l >= 0; l--) {
        double a = l == 0 ? x[0] : power(sums[l - 1][0], power);
        double b = l == 0 ? x[1] : power(sums[l - 1][1], power);
        gradient[0] += first * a + 2 * w[0] * (first * b + second * a);
        gradient[1] += first * a + 2 * w[1] * second * b;
        if (l > 0) {
          double toA = (w[0] + w[1]) * first + w[0] * w[0] * second;
          double toB = w[0] * w[0] * first + w[1] * w[1] * second;
          first = toA * power * power(sums[l - 1][0], power - 1);
          second = toB * power * power(sums[l - 1][1], power - 1);
        }
      }
    }

    private static double power(double base, int exponent) {
      double result = 1;
      for (int k = 0; k < exponent; k++) {
        result *= base;
      }
      return result;
    }
  }
}

package org.cusp.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.ProblemString;
import org.cusp.exact.ModularAddition;
import org.cusp.exact.Rlct;
import org.cusp.model.AnalyticFunction;
import org.cusp.model.AnalyticModel;
import org.cusp.model.ParamSpace;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.problem.law.Nodes;
import org.cusp.problem.law.NodesLaw;
import org.cusp.problem.law.Regression;
import org.cusp.problem.law.RegressionK;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * The network of {@link ModularAddition} at a generic point: f_c(x) = sum_k v_ck (u_k . x)^2 with
 * random weights is the truth, y = f(x, w*) + N(0, noise^2 I). The inputs are the sums e_i + e_j of
 * all pairs i <= j of the 2p directions, which tell quadratic forms apart, or the p^2 sums of a
 * direction of the first operand and one of the second.
 */
final class ModularAdditionProblem implements ProblemFamily {
  private static final String NAME = "modular-addition";
  private static final List<String> EXACT = List.of("prime", "hidden", "inputs");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String meaning() {
    return "f_c(x) = sum_k v_ck (u_k . x)^2 + N(0, sigma^2 I) on inputs of 2p numbers, at random weights";
  }

  @Override
  public String parameters() {
    return "prime (p), hidden (K units), inputs (all: e_i + e_j, or pairs: one-hot pairs; default all),"
        + " n (default 1000), sigma (default 0.1), noise (of the data, default sigma)";
  }

  @Override
  public String example() {
    return "modular-addition:prime=5,hidden=4";
  }

  @Override
  public String citation() {
    return "Cullen et al. 2026, arXiv:2603.01192";
  }

  @Override
  public Optional<Rlct> exact(ProblemString text) {
    text.requireOnly(List.of("prime", "hidden", "inputs", "n", "sigma", "noise"));
    return Optional.of(Exact.of(NAME, text, EXACT));
  }

  @Override
  public Problem problem(ProblemString text, long seed) {
    Optional<Rlct> exact = exact(text);
    int prime = text.intAt("prime");
    int hidden = text.intAt("hidden");
    int size = Math.multiplyExact(3 * prime, hidden);
    int n = Footprint.data(text, 1000, size, 3.0 * prime);
    double sigma = Check.positive("sigma", text.doubleAt("sigma", 0.1));
    double noise = Check.nonNegative("noise", text.doubleAt("noise", sigma));
    ParamSpace.Builder space = new ParamSpace.Builder();
    space.add("u", hidden, 2 * prime);
    space.add("v", prime, hidden);
    Network network = new Network(prime, hidden);
    double[] truth = truth(size, seed);
    Regression regression = new Regression(network, prime, truth, sigma);
    Nodes nodes = nodes(prime, ModularAddition.Inputs.of(text));
    return drawn(
        text,
        new Problem.Setting(
            new AnalyticModel(
                NAME, space.build(), 2 * prime, new Likelihood.Gaussian(prime, sigma), network),
            truth,
            1),
        new Problem.Coefficient(exact, Problem.Scope.LOCAL),
        new Problem.Population(
            new NodesLaw(text.toString(), regression, nodes, noise),
            RegressionK.realizable("all inputs", regression, nodes)),
        n,
        seed);
  }

  /** N(0, 1): generic with probability one. */
  private static double[] truth(int size, long seed) {
    double[] w = new double[size];
    RandomStream.of(seed, Purpose.TRUTH, 0).normals(0, 0, w, size);
    return w;
  }

  private static Nodes nodes(int prime, ModularAddition.Inputs inputs) {
    boolean all = inputs == ModularAddition.Inputs.ALL;
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < (all ? 2 * prime : prime); i++) {
      for (int j = all ? i : prime; j < 2 * prime; j++) {
        double[] x = new double[2 * prime];
        x[i]++;
        x[j]++;
        points.add(x);
      }
    }
    double[] weights = new double[points.size()];
    Arrays.fill(weights, 1.0 / points.size());
    return new Nodes(points, weights);
  }

  /** Parameters u [K, 2p], v [p, K]. */
  private record Network(int prime, int hidden) implements AnalyticFunction {
    private int output(int c, int k) {
      return 2 * prime * hidden + c * hidden + k;
    }

    private double input(double[] w, double[] x, int k) {
      double sum = 0;
      for (int i = 0; i < 2 * prime; i++) {
        sum += w[2 * prime * k + i] * x[i];
      }
      return sum;
    }

    @Override
    public void outputs(double[] w, double[] x, double[] y, double[] out) {
      Arrays.fill(out, 0, prime, 0);
      for (int k = 0; k < hidden; k++) {
        double unit = input(w, x, k);
        for (int c = 0; c < prime; c++) {
          out[c] += w[output(c, k)] * unit * unit;
        }
      }
    }

    @Override
    public void addGradient(
        double[] w, double[] x, double[] y, double[] cotangent, double[] gradient) {
      for (int k = 0; k < hidden; k++) {
        double unit = input(w, x, k);
        double back = 0;
        for (int c = 0; c < prime; c++) {
          gradient[output(c, k)] += cotangent[c] * unit * unit;
          back += cotangent[c] * w[output(c, k)];
        }
        for (int i = 0; i < 2 * prime; i++) {
          gradient[2 * prime * k + i] += 2 * back * unit * x[i];
        }
      }
    }
  }
}

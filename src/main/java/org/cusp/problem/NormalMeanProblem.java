package org.cusp.problem;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.ProblemString;
import org.cusp.data.DataSet;
import org.cusp.exact.ExactProblems;
import org.cusp.exact.Rlct;
import org.cusp.gold.ConditionalLoss;
import org.cusp.problem.expected.ExactLoss;
import org.cusp.problem.law.InputLaw;
import org.cusp.problem.law.UniformCoordinate;

/**
 * A singular mean: y ~ N(0, 1) learned by N(g(w), 1) with g = prod w_i^(k_i), w in [-1, 1]^d, so
 * that the posterior depends on the data through their mean alone and every expectation over data
 * sets is known ({@code gold.OneStatistic}). The prior is uniform, or |w_i|^h, in the parameters u
 * ~ N(0, I) of {@link UniformCoordinate}. The data have no inputs: their one feature is the
 * constant 1.
 *
 * <p>Source: S. Watanabe, Algebraic Geometry and Statistical Learning Theory, Cambridge University
 * Press 2009, doi:10.1017/CBO9780511800474.
 */
final class NormalMeanProblem implements ProblemFamily {
  static final String NAME = "normal-mean";
  private static final int LARGEST = 20;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String meaning() {
    return "y ~ N(prod w_i^(k_i), 1), true mean 0, w in [-1, 1]^d with prior density |w_i|^h:"
        + " w_i = sign(v_i) |v_i|^(1/(h+1)), v_i = 2 Phi(u_i) - 1, parameters u ~ N(0, I), u* = 0";
  }

  @Override
  public String parameters() {
    return "powers (k_1 x k_2 x ...), n (default 1000), h (default 0: uniform)";
  }

  @Override
  public String example() {
    return "normal-mean:powers=1x2,n=1000";
  }

  @Override
  public String citation() {
    return "Watanabe 2009, doi:10.1017/CBO9780511800474";
  }

  @Override
  public Optional<Rlct> exact(ProblemString text) {
    text.requireOnly(List.of("powers", "n", "h"));
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("powers", text.textAt("powers"));
    keys.put("prior", String.join("x", Collections.nCopies(powers(text).size(), "" + h(text))));
    return Optional.of(ExactProblems.answer(new ProblemString("monomial", "", keys)).rlct());
  }

  @Override
  public Optional<ConditionalLoss> loss(Problem problem, DataSet data) {
    return ExactLoss.slope(problem, data, 0);
  }

  @Override
  public Problem problem(ProblemString text, long seed) {
    List<Integer> powers = powers(text);
    Mean mean =
        new Mean(
            powers.stream().mapToInt(Integer::intValue).toArray(), new UniformCoordinate(h(text)));
    double[] origin = new double[powers.size()];
    return mean.problem(
        this, text, new Slope.Fixed(InputLaw.one(), origin, Problem.Scope.GLOBAL, 1), seed);
  }

  private static List<Integer> powers(ProblemString text) {
    List<Integer> powers = text.intListAt("powers");
    powers.forEach(power -> Check.inRange("power", power, 1, LARGEST));
    return powers;
  }

  private static int h(ProblemString text) {
    return Check.inRange("h", text.intAt("h", 0), 0, LARGEST);
  }

  /** prod_i w_i^(k_i) as a function of u. */
  private record Mean(int[] powers, UniformCoordinate coordinate) implements Slope {
    /** The same in every process: a stored result says by it which model it is of. */
    @Override
    public String toString() {
      return "Mean[powers=" + Arrays.toString(powers) + ", coordinate=" + coordinate + "]";
    }

    @Override
    public double at(double[] u) {
      double product = 1;
      for (int i = 0; i < powers.length; i++) {
        product *= coordinate.power(u[i], powers[i]);
      }
      return product;
    }

    @Override
    public double derivative(double[] u, int i) {
      double product = coordinate.derivative(u[i], powers[i]);
      for (int j = 0; j < powers.length; j++) {
        product *= j == i ? 1 : coordinate.power(u[j], powers[j]);
      }
      return product;
    }
  }
}

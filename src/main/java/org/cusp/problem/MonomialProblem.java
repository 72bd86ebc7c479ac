package org.cusp.problem;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.ProblemString;
import org.cusp.data.DataSet;
import org.cusp.exact.Rlct;
import org.cusp.gold.ConditionalLoss;
import org.cusp.problem.expected.ExactLoss;
import org.cusp.problem.law.InputLaw;

/**
 * The normal crossing mu(w) = prod_i w_i^(k_i) as the slope of a regression: x ~ N(0, 1), y = mu(w)
 * x + N(0, sigma^2), w* = 0, K(w) = prod_i w_i^(2 k_i) / (2 sigma^2).
 *
 * <p>Source: E. Lau, Z. Furman, G. Wang, D. Murfet, S. Wei, "The local learning coefficient: a
 * singularity-aware complexity measure", AISTATS 2025, arXiv:2308.12108.
 */
final class MonomialProblem implements ProblemFamily {
  private static final int LARGEST_POWER = 20;

  @Override
  public String name() {
    return "monomial";
  }

  @Override
  public String meaning() {
    return "y = (prod w_i^(k_i)) x + N(0, sigma^2), x ~ N(0, 1), true slope 0";
  }

  @Override
  public String parameters() {
    return "powers (k_1 x k_2 x ...), n (default 1000), sigma (default 1), prior-sd (of w, default 1)";
  }

  @Override
  public String example() {
    return "monomial:powers=1x3,n=1000,sigma=0.5";
  }

  @Override
  public String citation() {
    return "Lau et al. 2025, AISTATS, arXiv:2308.12108";
  }

  @Override
  public Optional<Rlct> exact(ProblemString text) {
    text.requireOnly(List.of("powers", "n", "sigma", "prior-sd"));
    return Optional.of(Exact.of("monomial", text, List.of("powers")));
  }

  @Override
  public Optional<ConditionalLoss> loss(Problem problem, DataSet data) {
    return ExactLoss.monomial(problem, data);
  }

  @Override
  public Problem problem(ProblemString text, long seed) {
    exact(text);
    int[] powers = text.intListAt("powers").stream().mapToInt(Integer::intValue).toArray();
    for (int power : powers) {
      Check.inRange("power", power, 0, LARGEST_POWER);
    }
    double[] origin = new double[powers.length];
    return new Monomial(powers)
        .problem(
            this, text, new Slope.Fixed(InputLaw.normal(), origin, Problem.Scope.GLOBAL, 1), seed);
  }

  /** prod_i w_i^(k_i). */
  private record Monomial(int[] powers) implements Slope {
    /** The same in every process: a stored result says by it which model it is of. */
    @Override
    public String toString() {
      return "Monomial[powers=" + Arrays.toString(powers) + "]";
    }

    @Override
    public double at(double[] w) {
      double product = 1;
      for (int i = 0; i < powers.length; i++) {
        product *= power(w[i], powers[i]);
      }
      return product;
    }

    @Override
    public double derivative(double[] w, int i) {
      if (powers[i] == 0) {
        return 0;
      }
      double product = powers[i] * power(w[i], powers[i] - 1);
      for (int j = 0; j < powers.length; j++) {
        product *= j == i ? 1 : power(w[j], powers[j]);
      }
      return product;
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

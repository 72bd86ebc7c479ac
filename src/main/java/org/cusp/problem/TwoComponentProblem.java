package org.cusp.problem;

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

/**
 * mu(w) = (w1 - 1) (w1^2 + w2^2)^2 as the slope of a regression: x ~ N(0, 1), y = mu(w) x + N(0,
 * sigma^2), K(w) = mu(w)^2 / (2 sigma^2). The zeros of K are the origin, where lambda = 1/4, and
 * the line w1 = 1, where lambda = 1/2.
 *
 * <p>Source: E. Lau, Z. Furman, G. Wang, D. Murfet, S. Wei, "The local learning coefficient: a
 * singularity-aware complexity measure", AISTATS 2025, arXiv:2308.12108, figure 1.
 */
final class TwoComponentProblem implements ProblemFamily {
  private static final String K = "(x-1)^2*(x^2+y^2)^4";
  private static final double SIGMA = 0.5;

  @Override
  public String name() {
    return "twocomponent";
  }

  @Override
  public String meaning() {
    return "y = (w1 - 1)(w1^2 + w2^2)^2 x + N(0, sigma^2), x ~ N(0, 1), true slope 0:"
        + " lambda 1/4 at the origin, 1/2 on the line w1 = 1";
  }

  @Override
  public String parameters() {
    return "at (w*, default 0x0; 1x0.3 is on the line), n (default 1000), sigma (default 0.5),"
        + " prior-sd (of w, default 1)";
  }

  @Override
  public String example() {
    return "twocomponent:at=1x0.3";
  }

  @Override
  public String citation() {
    return "Lau et al. 2025, AISTATS, arXiv:2308.12108, figure 1";
  }

  @Override
  public Optional<Rlct> exact(ProblemString text) {
    text.requireOnly(List.of("at", "n", "sigma", "prior-sd"));
    String at = text.has("at") ? text.textAt("at") : "0x0";
    return Optional.of(
        ExactProblems.answer(new ProblemString("polynomial", K, Map.of("at", at))).rlct());
  }

  @Override
  public Optional<ConditionalLoss> loss(Problem problem, DataSet data) {
    return ExactLoss.slope(problem, data, 0, 1);
  }

  @Override
  public Problem problem(ProblemString text, long seed) {
    exact(text);
    double[] truth = {0, 0};
    if (text.has("at")) {
      List<String> coordinates = text.textListAt("at");
      Check.equal("coordinates of at", coordinates.size(), 2);
      for (int i = 0; i < 2; i++) {
        truth[i] = number(coordinates.get(i));
      }
    }
    return new Mu()
        .problem(
            this,
            text,
            new Slope.Fixed(InputLaw.normal(), truth, Problem.Scope.LOCAL, SIGMA),
            seed);
  }

  /** The exact answer has parsed it already, as a fraction or a decimal. */
  private static double number(String text) {
    String[] parts = text.split("/", 2);
    double numerator = Double.parseDouble(parts[0]);
    return parts.length == 1 ? numerator : numerator / Double.parseDouble(parts[1]);
  }

  private record Mu() implements Slope {
    @Override
    public double at(double[] w) {
      double square = w[0] * w[0] + w[1] * w[1];
      return (w[0] - 1) * square * square;
    }

    @Override
    public double derivative(double[] w, int i) {
      double square = w[0] * w[0] + w[1] * w[1];
      double common = 4 * (w[0] - 1) * square * w[i];
      return i == 0 ? square * square + common : common;
    }
  }
}

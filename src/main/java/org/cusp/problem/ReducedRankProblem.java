package org.cusp.problem;

import java.util.List;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.ProblemString;
import org.cusp.data.DataSet;
import org.cusp.exact.Rlct;
import org.cusp.gold.ConditionalLoss;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.ParamSpace;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.problem.expected.ExactLoss;
import org.cusp.problem.law.InputLaw;
import org.cusp.problem.law.LayerProduct;
import org.cusp.problem.law.LinearLaw;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * Reduced-rank regression y = B A x + N(0, noise^2 I), x ~ N(0, I), with a true map of rank r. The
 * truth is a deepest point, where the local learning coefficient is the global one: A has r rows of
 * N(0, 1/inputs), B has r columns of N(0, 1/r), and the other hidden units are zero. With {@code
 * singular} the true map has these singular values instead, between directions drawn at random, and
 * A and B take their square roots each.
 *
 * <p>Source: M. Aoyagi, S. Watanabe, Stochastic complexities of reduced rank regression in Bayesian
 * estimation, Neural Networks 18 (2005) 924-933, doi:10.1016/j.neunet.2005.03.014.
 */
final class ReducedRankProblem implements ProblemFamily {
  private static final List<String> EXACT_KEYS = List.of("inputs", "outputs", "hidden", "rank");

  private static final String SINGULAR = "singular";

  @Override
  public String name() {
    return "rrr";
  }

  @Override
  public String meaning() {
    return "reduced-rank regression y = B A x + N(0, sigma^2 I), x ~ N(0, I)";
  }

  @Override
  public String parameters() {
    return "inputs, outputs, hidden, rank (of the true map), singular (its singular values, such as"
        + " 4x2x1, default random), n (default 1000), sigma (default 1), noise (of the data, default"
        + " sigma), prior-sd (of the weights, default 1)";
  }

  @Override
  public String example() {
    return "rrr:inputs=6,outputs=6,hidden=4,rank=3";
  }

  @Override
  public String citation() {
    return "Aoyagi and Watanabe 2005, Neural Networks 18:924, doi:10.1016/j.neunet.2005.03.014";
  }

  @Override
  public Optional<Rlct> exact(ProblemString text) {
    text.requireOnly(
        List.of(
            "inputs", "outputs", "hidden", "rank", "singular", "n", "sigma", "noise", "prior-sd"));
    return Optional.of(Exact.of("rrr", text, EXACT_KEYS));
  }

  @Override
  public Optional<ConditionalLoss> loss(Problem problem, DataSet data) {
    return ExactLoss.oneHiddenUnit(problem, data);
  }

  @Override
  public Problem problem(ProblemString text, long seed) {
    Optional<Rlct> exact = exact(text);
    int hidden = text.intAt("hidden");
    int rank = text.intAt("rank");
    if (rank > hidden) {
      throw new InvalidInput(
          "problem rrr: rank must be at most hidden = "
              + hidden
              + " for a truth that the model can learn, got "
              + rank);
    }
    int outputs = text.intAt("outputs");
    int n =
        Footprint.data(
            text,
            1000,
            ((double) text.intAt("inputs") + outputs) * hidden,
            (double) text.intAt("inputs") + outputs);
    double sigma = Check.positive("sigma", text.doubleAt("sigma", 1));
    double noise = Check.nonNegative("noise", text.doubleAt("noise", sigma));
    List<Integer> widths = List.of(text.intAt("inputs"), hidden, outputs);
    DeepLinearNetwork model =
        new DeepLinearNetwork(widths, new Likelihood.Gaussian(outputs, sigma));
    double[] truth =
        text.has(SINGULAR)
            ? RankedTruth.of(model.parameters(), singular(text, widths), seed)
            : truth(model.parameters(), rank, seed);
    InputLaw inputs = InputLaw.normal();
    LinearLaw law =
        new LinearLaw(text.toString(), new LayerProduct(model), inputs, truth, sigma, noise);
    return drawn(
        text,
        new Problem.Setting(model, truth, text.doubleAt("prior-sd", 1)),
        new Problem.Coefficient(exact, Problem.Scope.GLOBAL),
        new Problem.Population(law, law),
        n,
        seed);
  }

  private static List<Double> singular(ProblemString text, List<Integer> widths) {
    List<Double> values = text.doubleListAt(SINGULAR);
    int rank = text.intAt("rank");
    if (values.size() != rank) {
      throw new InvalidInput(
          "problem rrr: singular must name as many values as rank = "
              + rank
              + ", got "
              + values.size());
    }
    Check.inRange("problem rrr: rank", rank, 0, Math.min(widths.get(0), widths.get(2)));
    values.forEach(value -> Check.positive("problem rrr: singular", value));
    return values;
  }

  private static double[] truth(ParamSpace space, int rank, long seed) {
    RandomStream stream = RandomStream.of(seed, Purpose.TRUTH, 0);
    ParamSpace.Tensor first = space.tensors().get(0);
    ParamSpace.Tensor second = space.tensors().get(1);
    int inputs = first.shape().get(1);
    int hidden = second.shape().get(1);
    double[] w = new double[space.size()];
    for (int i = 0; i < rank * inputs; i++) {
      w[first.offset() + i] = stream.normal(0, i) / Math.sqrt(inputs);
    }
    for (int i = 0; i < second.shape().get(0); i++) {
      for (int k = 0; k < rank; k++) {
        w[second.offset() + i * hidden + k] =
            stream.normal(1, (long) i * rank + k) / Math.sqrt(rank);
      }
    }
    return w;
  }
}

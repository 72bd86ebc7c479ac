package org.cusp.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.ProblemString;
import org.cusp.exact.LayerRanks;
import org.cusp.exact.Rlct;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.ParamSpace;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.problem.law.InputLaw;
import org.cusp.problem.law.LayerProduct;
import org.cusp.problem.law.LinearLaw;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * A deep linear network that learns a deep linear network: x uniform on [-10, 10]^d, y = W_L ...
 * W_1 x + N(0, noise^2 I). The true weights are Gaussian of variance 1/fan-in; a layer that is to
 * lose rank is a product of two Gaussian factors. With {@code ranks} each layer has its own; with
 * {@code rank} one layer, drawn by the seed, has it and the others have full rank.
 *
 * <p>The exact coefficient is the smallest over all parameters that represent the truth; at the
 * truth drawn here the local one can be larger ({@link LayerRanks#jacobian}).
 */
final class DeepLinearProblem implements ProblemFamily {
  private static final List<String> EXACT_KEYS = List.of("widths", "rank", "ranks");
  private static final double HALF_WIDTH = 10;

  @Override
  public String name() {
    return "dln";
  }

  @Override
  public String meaning() {
    return "deep linear network; x uniform on [-10, 10]^d, Gaussian weights of variance 1/fan-in,"
        + " the rank lost in one layer or as ranks say";
  }

  @Override
  public String parameters() {
    return "widths (inputs x ... x outputs), rank (default 0) or ranks (of each layer), n (default"
        + " 10000), sigma (default 1), noise (of the data, default sigma), prior-sd (of the weights,"
        + " default 1)";
  }

  @Override
  public String example() {
    return "dln:widths=10x10x10x10,rank=3,n=100000";
  }

  @Override
  public String citation() {
    return "Aoyagi 2024, Neural Networks 172:106132, doi:10.1016/j.neunet.2024.106132";
  }

  @Override
  public Optional<Rlct> exact(ProblemString text) {
    text.requireOnly(List.of("widths", "rank", "ranks", "n", "sigma", "noise", "prior-sd"));
    return Optional.of(Exact.of("dln", text, EXACT_KEYS));
  }

  @Override
  public Problem problem(ProblemString text, long seed) {
    Optional<Rlct> exact = exact(text);
    List<Integer> widths = text.intListAt("widths");
    int outputs = widths.get(widths.size() - 1);
    int n = Footprint.data(text, 10000, weights(widths), (double) widths.get(0) + outputs);
    double sigma = Check.positive("sigma", text.doubleAt("sigma", 1));
    double noise = Check.nonNegative("noise", text.doubleAt("noise", sigma));
    DeepLinearNetwork model =
        new DeepLinearNetwork(widths, new Likelihood.Gaussian(outputs, sigma));
    double[] truth = truth(model, ranks(text, seed), seed);
    InputLaw inputs = InputLaw.uniform(HALF_WIDTH);
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

  private static double weights(List<Integer> widths) {
    double sum = 0;
    for (int l = 0; l + 1 < widths.size(); l++) {
      sum += (double) widths.get(l) * widths.get(l + 1);
    }
    return sum;
  }

  /** What a truth is asked to have: the rank of each layer, from the seed where only one counts. */
  private static LayerRanks ranks(ProblemString text, long seed) {
    LayerRanks full = LayerRanks.full(text.intListAt("widths"));
    if (text.has("ranks")) {
      return new LayerRanks(full.widths(), text.intListAt("ranks"));
    }
    int rank = text.intAt("rank", 0);
    if (rank == full.product()) {
      return full;
    }
    List<Integer> ranks = new ArrayList<>(full.ranks());
    int chosen = (int) (RandomStream.of(seed, Purpose.TRUTH, 0).uniform(1, 0) * ranks.size());
    ranks.set(chosen, rank);
    return new LayerRanks(full.widths(), ranks);
  }

  private static double[] truth(DeepLinearNetwork model, LayerRanks ranks, long seed) {
    double[] w = model.initialise(RandomStream.of(seed, Purpose.TRUTH, 0));
    List<Integer> full = LayerRanks.full(model.widths()).ranks();
    int reduced = 0;
    for (int l = 0; l < full.size(); l++) {
      if (ranks.ranks().get(l) < full.get(l)) {
        RandomStream factors = RandomStream.of(seed, Purpose.TRUTH, reduced++);
        fillWithRank(w, model.parameters().tensors().get(l), ranks.ranks().get(l), factors);
      }
    }
    return w;
  }

  /** Entries of variance 1/fan-in: left factor N(0, 1/rank), right factor N(0, 1/fan-in). */
  private static void fillWithRank(
      double[] w, ParamSpace.Tensor layer, int rank, RandomStream stream) {
    int rows = layer.shape().get(0);
    int columns = layer.shape().get(1);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int k = 0; k < rank; k++) {
          sum += stream.normal(2, (long) i * rank + k) * stream.normal(3, (long) k * columns + j);
        }
        w[layer.offset() + i * columns + j] = sum / Math.sqrt((double) Math.max(rank, 1) * columns);
      }
    }
  }
}

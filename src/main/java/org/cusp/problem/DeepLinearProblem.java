package org.cusp.problem;

import java.util.List;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.ProblemString;
import org.cusp.exact.Rlct;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.Likelihood;
import org.cusp.model.ParamSpace;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Precision;

/**
 * A deep linear network that learns a deep linear network of rank r: x uniform on [-10, 10]^d, y =
 * W_L ... W_1 x + N(0, sigma^2 I). The true weights are Gaussian of variance 1/fan-in; the rank is
 * lost in one layer, drawn by the seed, which is a product of two Gaussian factors.
 *
 * <p>The exact coefficient is the smallest over all parameters that represent the truth; at the
 * truth drawn here the local one can be larger.
 */
final class DeepLinearProblem implements ProblemFamily {
  private static final List<String> EXACT_KEYS = List.of("widths", "rank");
  private static final double HALF_WIDTH = 10;

  @Override
  public String name() {
    return "dln";
  }

  @Override
  public String meaning() {
    return "deep linear network; x uniform on [-10, 10]^d, Gaussian weights of variance 1/fan-in,"
        + " the rank lost in one layer";
  }

  @Override
  public String parameters() {
    return "widths (inputs x ... x outputs), rank (default 0), n (default 10000), sigma (default 1)";
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
    text.requireOnly(List.of("widths", "rank", "n", "sigma"));
    return Optional.of(Exact.of("dln", text, EXACT_KEYS));
  }

  @Override
  public Problem problem(ProblemString text, long seed) {
    Optional<Rlct> exact = exact(text);
    List<Integer> widths = text.intListAt("widths");
    int n = Check.atLeast("n", text.intAt("n", 10_000), 2);
    double sigma = Check.positive("sigma", text.doubleAt("sigma", 1));
    int outputs = widths.get(widths.size() - 1);
    DeepLinearNetwork model =
        new DeepLinearNetwork(widths, new Likelihood.Gaussian(outputs, sigma));
    double[] truth = truth(model, text.intAt("rank", 0), seed);
    InputLaw inputs = InputLaw.uniform(HALF_WIDTH);
    LinearLaw law = new LinearLaw(text.toString(), new LayerProduct(model), inputs, truth, sigma);
    return new Problem(
        text.toString(),
        model,
        law.draw(n, seed),
        truth,
        exact,
        Problem.Scope.GLOBAL,
        Precision.FLOAT64,
        law,
        law,
        citation());
  }

  private static double[] truth(DeepLinearNetwork model, int rank, long seed) {
    RandomStream stream = RandomStream.of(seed, Purpose.TRUTH, 0);
    double[] w = model.initialise(stream);
    List<ParamSpace.Tensor> layers = model.parameters().tensors();
    int smallest = model.widths().stream().min(Integer::compare).orElseThrow();
    if (rank < smallest) {
      int chosen = (int) (stream.uniform(1, 0) * layers.size());
      fillWithRank(w, layers.get(chosen), rank, stream);
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
